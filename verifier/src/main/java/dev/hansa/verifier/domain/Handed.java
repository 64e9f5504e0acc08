package dev.hansa.verifier.domain;

import dev.hansa.credentials.DcqlQuery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A presentation that somebody has and wants verified, and what it is held against.
public record Handed(
    String presentation,
    Optional<String> nonce,
    Optional<String> audience,
    Optional<DcqlQuery> query,
    List<String> transactionData,
    Duration statusAgeMax,
    boolean requireHolderBinding) {
  public Handed {
    transactionData = List.copyOf(transactionData);
  }

  @Override
  public String toString() {
    return "Handed[hidden]";
  }
}
