package dev.hansa.issuer.domain;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/// What a wallet sends to the credential and notification endpoints.
class CredentialRequestFuzz {
  @FuzzTest(maxDuration = "20s")
  void input_is_read_or_refused_by_a_rule(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    try {
      Refusals.readOrRefused(() -> CredentialRequest.parse(text).proof());
    } catch (ResponseEncryption.Unusable e) {
      Refusals.named(e.getMessage());
    }
    Refusals.readOrRefused(() -> Noticing.Notification.parse(text));
  }
}
