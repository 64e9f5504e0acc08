package dev.hansa.identity;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/// Compact JWE: nothing decrypts that was not encrypted to the key.
class JweFuzz {
  @FuzzTest(maxDuration = "20s")
  void input_is_read_or_refused_by_a_rule(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    try {
      var jwe = Jwe.parse(text, 1 << 16);
      var key = KeyAgreementKey.generate(new SecureRandom());
      Fuzzed.holds(jwe.decrypt(key).isEmpty(), "a fresh key reads nothing");
    } catch (MalformedInput e) {
      Fuzzed.refused(e);
    }
  }
}
