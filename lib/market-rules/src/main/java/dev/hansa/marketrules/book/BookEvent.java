package dev.hansa.marketrules.book;

import dev.hansa.marketrules.money.Seed;

/// What an entry of the log changed, in the order it happened.
public sealed interface BookEvent {
  record Accepted(String orderId) implements BookEvent {}

  record Rejected(String commandId, Rejection reason) implements BookEvent {}

  /// The command was applied by an earlier entry; nothing changed.
  record Repeated(String commandId, long firstSeq, String receiptId) implements BookEvent {}

  record Traded(Trade trade) implements BookEvent {}

  record Rested(String orderId, int step, long priceMicro, long qtyWh) implements BookEvent {}

  /// A resting order asks for less and keeps its place.
  record Reduced(String orderId, int step, long byWh) implements BookEvent {}

  record Removed(String orderId, int step, long qtyWh, Removal reason) implements BookEvent {}

  record Voided(long tradeNumber, Fault fault) implements BookEvent {}

  /// The quantity of a void trade is in the book again, where it was before.
  record Restored(String orderId, int step, long qtyWh) implements BookEvent {}

  /// The quantity of a void trade is free and not in the book: its order is at fault, or has ended
  /// since.
  record Released(String orderId, int step, long qtyWh) implements BookEvent {}

  record SeedSet(Seed seed) implements BookEvent {}

  /// All trades that are not void are firm from here on.
  record GateClosed() implements BookEvent {}
}
