package dev.hansa.marketrules.book;

/// A trade and where it stands in its life.
public record BookedTrade(Trade trade, State state) {
  /// `MATCHED` until the gate closes, then `FIRM`; `VOID` when it was undone before.
  public enum State {
    MATCHED,
    VOID,
    FIRM
  }
}
