package dev.hansa.marketrules.book;

/// Whose right to trade ended.
public enum Fault {
  SELLER,
  BUYER,
  BOTH;

  boolean of(Side side) {
    return this == BOTH || (this == SELLER) == (side == Side.SELL);
  }
}
