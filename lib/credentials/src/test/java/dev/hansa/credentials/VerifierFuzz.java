package dev.hansa.credentials;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hansa.identity.MalformedInput;
import java.nio.charset.StandardCharsets;

/// Whatever is presented: nothing made up is verified.
class VerifierFuzz {
  private static final World WORLD = new World();
  private static final CredentialVerifier VERIFIER = WORLD.verifier();
  private static final Expectation EXPECTATION = Draft.participant(WORLD).expectation();

  @FuzzTest(maxDuration = "20s")
  void input_is_read_or_refused_by_a_rule(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    try {
      var check = VERIFIER.check(text, EXPECTATION);
      Fuzzed.holds(
          check instanceof PresentationCheck.Refusal || text.length() > 500,
          "what was made up is refused");
    } catch (MalformedInput e) {
      Fuzzed.refused(e);
    }
  }
}
