package dev.hansa.credentials;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hansa.identity.MalformedInput;
import java.nio.charset.StandardCharsets;

/// Whatever is presented: nothing made up is verified.
class VerifierFuzz {
  @FuzzTest(maxDuration = "20s")
  void input_is_read_or_refused_by_a_rule(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    try {
      var world = new World();
      var check = world.verifier().check(text, Draft.participant(world).expectation());
      Fuzzed.holds(
          check instanceof PresentationCheck.Refusal || text.length() > 500,
          "what was made up is refused");
    } catch (MalformedInput e) {
      Fuzzed.refused(e);
    }
  }
}
