package dev.hansa.marketrules.settlement;

/// What a shortfall does to trades, fixed in the book's terms.
public enum Policy {
  /// Trades stand; shortfalls and surpluses settle at the imbalance price.
  FIRM,
  /// The trades of who delivered short are cut in proportion; their buyers take the rest from the
  /// grid.
  AS_METERED
}
