package dev.hansa.marketplaceauth.domain;

import dev.hansa.receipts.CredentialEvidence;
import java.time.Duration;
import java.time.Instant;

/// Looks at status lists.
public interface StatusSource {
  /// What a list says of this fact's credential, from a version that was confirmed at most `ageMax`
  /// ago.
  Answer status(Fact fact, Duration ageMax);

  sealed interface Answer {
    /// `token` is the list as it was signed.
    record Known(CredentialEvidence.Status status, String token, Instant checkedAt)
        implements Answer {}

    /// The list could not be had, or is not one that its issuer signed.
    record Unavailable() implements Answer {}
  }
}
