package dev.hansa.marketrules.settlement;

import dev.hansa.marketrules.Require;

/// An exact amount on two accounts: the debited owes it to the credited.
///
/// @param tradeNumber the trade it comes from; 0 for an imbalance
/// @param meterKey the metering point of an imbalance; empty for a trade
public record Entry(
    Kind kind, String debit, String credit, long nano, long tradeNumber, String meterKey) {
  public enum Kind {
    TRADE,
    SHORT_DELIVERED,
    OVER_BOUGHT
  }

  public Entry {
    Require.that(nano > 0, "an entry is of a positive amount");
    Require.that(!debit.equals(credit), "an entry is between two accounts");
  }
}
