package dev.hansa.marketrules.book;

/// An order as the book knows it now. What is neither traded nor resting has left the book.
public record OrderView(Order order, long seq, long tradedWh, long restingWh, boolean withdrawn) {
  public boolean isResting() {
    return restingWh > 0;
  }
}
