package dev.hansa.identity;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/// Public keys as JWK and as Multikey.
class VerificationKeyFuzz {
  @FuzzTest(maxDuration = "20s")
  void input_is_read_or_refused_by_a_rule(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    try {
      var key =
          text.startsWith("z")
              ? VerificationKey.fromMultibase(text)
              : VerificationKey.fromJwk(Json.parse(text));
      Fuzzed.holds(VerificationKey.fromJwk(key.toJwk()).equals(key), "a key reads back");
    } catch (MalformedInput e) {
      Fuzzed.refused(e);
    }
  }
}
