package dev.hansa.marketrules.book;

/// A trade with the two steps that met.
final class Match {
  final Trade trade;
  final Resting sell;
  final Resting buy;
  boolean isVoid;

  Match(Trade trade, Resting sell, Resting buy) {
    this.trade = trade;
    this.sell = sell;
    this.buy = buy;
  }
}
