package dev.hansa.marketrules.book;

import java.util.List;

/// What anyone may see of a book: quantities by price, best first, without names.
public record Depth(List<PriceLevel> bids, List<PriceLevel> asks) {
  public record PriceLevel(long priceMicro, long qtyWh, int orders) {}
}
