package dev.hansa.credentials;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a presentation is held against. `transactionData` are the base64url texts of the request
/// that this credential signs; `statusAgeMax` says how old a status list may be.
public record Expectation(
    Optional<String> nonce,
    Optional<String> audience,
    boolean requireHolderBinding,
    Optional<DcqlQuery.CredentialQuery> query,
    List<String> transactionData,
    Duration statusAgeMax,
    Instant now) {
  public Expectation {
    transactionData = List.copyOf(transactionData);
    if (requireHolderBinding && (nonce.isEmpty() || audience.isEmpty())) {
      throw new IllegalArgumentException("holder binding is held against a nonce and an audience");
    }
    if (statusAgeMax.isNegative()) {
      throw new IllegalArgumentException("an age is not negative");
    }
  }

  /// A credential by itself, without holder.
  public static Expectation ofCredential(Duration statusAgeMax, Instant now) {
    return new Expectation(
        Optional.empty(), Optional.empty(), false, Optional.empty(), List.of(), statusAgeMax, now);
  }
}
