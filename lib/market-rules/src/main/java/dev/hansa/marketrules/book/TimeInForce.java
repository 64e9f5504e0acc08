package dev.hansa.marketrules.book;

/// What becomes of what does not trade at once: it rests (`GTC`), it is cancelled (`IOC`), or
/// nothing of the order trades at all (`FOK`).
public enum TimeInForce {
  GTC,
  IOC,
  FOK
}
