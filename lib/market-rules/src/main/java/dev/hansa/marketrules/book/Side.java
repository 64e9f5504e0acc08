package dev.hansa.marketrules.book;

/// Who gives energy and who takes it.
public enum Side {
  SELL,
  BUY;

  public Side opposite() {
    return this == SELL ? BUY : SELL;
  }
}
