package dev.hansa.credentials;

import java.time.Instant;
import java.util.List;

/// What a holder signs besides the credential: the verifier's nonce and name, when, and the entries
/// of `transaction_data` (as they came, base64url) that it agrees to.
public record KbInput(
    String nonce, String audience, Instant issuedAt, List<String> transactionData) {
  public KbInput {
    transactionData = List.copyOf(transactionData);
  }

  public KbInput(String nonce, String audience, Instant issuedAt) {
    this(nonce, audience, issuedAt, List.of());
  }
}
