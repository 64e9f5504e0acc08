package dev.hansa.marketrules.money;

import dev.hansa.marketrules.Require;
import java.util.Optional;

/// One amount on two accounts: the debited owes it, the credited is owed it. So every set of
/// postings adds up to zero. A posting is never changed; a correction is a new one whose reference
/// names the old.
public record Posting(
    String debit, String credit, long minor, Currency currency, String reference) {
  public Posting {
    Require.that(minor > 0, "a posting is of a positive amount");
    Require.that(!debit.equals(credit), "a posting is between two accounts");
  }

  /// From who owes a positive amount; of a negative amount the sides change, of nothing there is
  /// none.
  public static Optional<Posting> signed(
      String debtor, String creditor, long minor, Currency currency, String reference) {
    if (minor == 0) {
      return Optional.empty();
    }
    return Optional.of(
        minor > 0
            ? new Posting(debtor, creditor, minor, currency, reference)
            : new Posting(creditor, debtor, Math.negateExact(minor), currency, reference));
  }
}
