package dev.hansa.marketrules.settlement;

import dev.hansa.marketrules.book.Trade;
import dev.hansa.marketrules.money.Nano;

/// A trade with the quantity that settles: its own, or less where it was cut.
public record SettledTrade(Trade trade, long qtyWh) {
  /// What the buyer owes the seller.
  public long valueNano() {
    return Nano.value(qtyWh, trade.priceMicro());
  }
}
