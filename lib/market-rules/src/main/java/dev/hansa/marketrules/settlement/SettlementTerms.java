package dev.hansa.marketrules.settlement;

import dev.hansa.marketrules.Require;
import dev.hansa.marketrules.book.BookTerms;
import dev.hansa.marketrules.money.Seed;

/// What is fixed about the settlement of a book.
///
/// @param balancingParty who stands in for the imbalance (supplier or balance responsible party)
/// @param shortMicro what a seller pays for each kWh it did not deliver
/// @param overMicro what a buyer gets for each kWh it bought and did not take
public record SettlementTerms(
    BookTerms book,
    Seed seed,
    Policy policy,
    String balancingParty,
    long shortMicro,
    long overMicro) {
  public SettlementTerms {
    Require.name(balancingParty, 255, "a balancing party");
  }

  /// The account over which the pool's postings run; it ends at zero.
  public String clearingAccount() {
    return "clearing:" + book.id();
  }
}
