package dev.hansa.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// That an issuer may issue a credential type: where, from when (inclusive) until when (exclusive),
/// and for how long a credential at most. `territories` are ISO 3166 codes; empty means everywhere.
/// `anchors` are X.509 certificates in DER: a chain in `x5c` that ends in one of them, and whose
/// leaf names the issuer's DID, has the issuer's key.
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
    Optional<Withdrawal> withdrawal,
    List<Bytes> anchors) {
  public static final int ANCHORS_MAX = 4;
  public static final int ANCHOR_MAX = 2048;

  public Accreditation {
    territories = List.copyOf(territories);
    anchors = List.copyOf(anchors);
  }

  /// An accreditation without anchors: the issuer's keys are those of its DID.
  public Accreditation(
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
    this(
        issuer,
        type,
        territories,
        validFrom,
        validUntil,
        validityMax,
        delegable,
        grantedBy,
        seqNo,
        withdrawal,
        List.of());
  }

  /// Why an accreditation was taken back, and since when nothing is believed.
  public record Withdrawal(Reason reason, Instant since, Instant at) {
    public enum Reason {
      ENDED,
      COMPROMISED
    }
  }
}
