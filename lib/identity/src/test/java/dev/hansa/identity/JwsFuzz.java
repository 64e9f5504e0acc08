package dev.hansa.identity;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/// Compact JWS: no key of ours signed what was made up.
class JwsFuzz {
  @FuzzTest(maxDuration = "20s")
  void input_is_read_or_refused_by_a_rule(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    try {
      var jws = Jws.parse(text, 1 << 16);
      Fuzzed.holds(jws.compact().equals(text), "a JWS keeps its text");
      var _ = jws.typ();
    } catch (MalformedInput e) {
      Fuzzed.refused(e);
    }
  }
}
