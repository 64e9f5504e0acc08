package dev.hansa.marketrules.book;

/// Why a quantity left the book without a trade.
public enum Removal {
  CANCELLED,
  AMENDED,
  IMMEDIATE_OR_CANCEL,
  FILL_OR_KILL,
  SELF_TRADE,
  /// What was left is less than the order's own least quantity of a trade.
  BELOW_MIN_QUANTITY,
  EXPIRED,
  /// A credential behind the order is no longer valid.
  STATUS_INVALID,
  GATE_CLOSED
}
