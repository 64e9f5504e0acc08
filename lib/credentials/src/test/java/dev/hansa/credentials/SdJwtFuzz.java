package dev.hansa.credentials;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hansa.identity.MalformedInput;
import java.nio.charset.StandardCharsets;

/// SD-JWTs with their disclosures and KB-JWT.
class SdJwtFuzz {
  @FuzzTest(maxDuration = "20s")
  void input_is_read_or_refused_by_a_rule(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    try {
      var credential = SdJwt.parse(text);
      var _ = credential.holderProof();
      Fuzzed.holds(text.startsWith(credential.withoutKeyBinding()), "an SD-JWT keeps its text");
    } catch (MalformedInput e) {
      Fuzzed.refused(e);
    }
  }
}
