package dev.hansa.verifier.domain;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hansa.identity.MalformedInput;
import java.nio.charset.StandardCharsets;

/// The vp_token of an answer.
class VpTokenFuzz {
  @FuzzTest(maxDuration = "20s")
  void input_is_read_or_refused_by_a_rule(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    try {
      Fuzzed.holds(!VpToken.parse(text).presentations().isEmpty(), "a vp_token is not empty");
    } catch (MalformedInput e) {
      Fuzzed.refused(e);
    }
  }
}
