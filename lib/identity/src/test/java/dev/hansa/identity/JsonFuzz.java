package dev.hansa.identity;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/// JSON from outside: what is read is written and read again as the same.
class JsonFuzz {
  @FuzzTest(maxDuration = "20s")
  void input_is_read_or_refused_by_a_rule(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    try {
      var json = Json.parse(text);
      Fuzzed.holds(
          json.equals(Json.parse(json.toString(), 8 * Json.LENGTH_MAX)), "JSON reads back");
    } catch (MalformedInput e) {
      Fuzzed.refused(e);
    }
  }
}
