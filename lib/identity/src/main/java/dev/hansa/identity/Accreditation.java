package dev.hansa.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// That an issuer may issue a credential type: where, from when (inclusive) until when (exclusive),
/// and for how long a credential at most. `territories` are ISO 3166 codes; empty means everywhere.
public record Accreditation(
    Did issuer,
    Vct type,
    List<String> territories,
    Instant validFrom,
    Instant validUntil,
    Duration validityMax,
    boolean delegable,
    Did grantedBy,
    long seqNo,
    Optional<Withdrawal> withdrawal) {
  public Accreditation {
    territories = List.copyOf(territories);
  }

  /// Why an accreditation was taken back, and since when nothing is believed.
  public record Withdrawal(Reason reason, Instant since, Instant at) {
    public enum Reason {
      ENDED,
      COMPROMISED
    }
  }
}
