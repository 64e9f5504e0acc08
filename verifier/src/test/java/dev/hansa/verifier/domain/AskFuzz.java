package dev.hansa.verifier.domain;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.nio.charset.StandardCharsets;

/// What somebody asks for.
class AskFuzz {
  @FuzzTest(maxDuration = "20s")
  void input_is_read_or_refused_by_a_rule(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    try {
      var ask = Ask.parse(Json.parseObject(text), ClientIdPrefix.DECENTRALIZED_IDENTIFIER);
      Fuzzed.holds(Ask.restore(ask.toJson()).toJson().equals(ask.toJson()), "a request is kept");
    } catch (MalformedInput e) {
      Fuzzed.refused(e);
    }
  }
}
