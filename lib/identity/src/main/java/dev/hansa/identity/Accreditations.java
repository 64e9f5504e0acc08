package dev.hansa.identity;

import java.time.Instant;
import java.util.List;

/// Who may issue what. Every call may throw [LedgerUnavailable]; an answer, also a "no", was
/// proved.
public interface Accreditations {
  /// Whether this issuer was accredited for this type at that time. Withdrawn means refused,
  /// whatever the time.
  Check check(Did issuer, Vct type, Instant at);

  /// All accreditations for a type, complete.
  List<Accreditation> list(Vct type);

  sealed interface Check {
    /// The ledger height at which the answer was proved.
    long ledgerHeight();

    record NeverAccredited(long ledgerHeight) implements Check {}

    record Withdrawn(Accreditation accreditation, long ledgerHeight) implements Check {}

    record NotAtThatTime(long ledgerHeight) implements Check {}

    record Accredited(Accreditation accreditation, long ledgerHeight) implements Check {}
  }
}
