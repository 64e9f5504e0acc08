package dev.hansa.credentials;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hansa.identity.MalformedInput;
import java.nio.charset.StandardCharsets;

/// Token Status Lists, compressed.
class StatusListTokenFuzz {
  @FuzzTest(maxDuration = "20s")
  void input_is_read_or_refused_by_a_rule(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    try {
      var token = StatusListToken.parse(text);
      Fuzzed.holds(
          token.list().size() <= 8L * StatusList.BYTES_MAX, "a list unpacks to a bounded size");
    } catch (MalformedInput e) {
      Fuzzed.refused(e);
    }
  }
}
