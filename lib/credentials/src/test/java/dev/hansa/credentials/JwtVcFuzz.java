package dev.hansa.credentials;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hansa.identity.MalformedInput;
import java.nio.charset.StandardCharsets;

/// W3C credentials and presentations as JWTs.
class JwtVcFuzz {
  @FuzzTest(maxDuration = "20s")
  void input_is_read_or_refused_by_a_rule(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    try {
      var _ = JwtVc.read(text).shape();
    } catch (MalformedInput e) {
      Fuzzed.refused(e);
    }
  }
}
