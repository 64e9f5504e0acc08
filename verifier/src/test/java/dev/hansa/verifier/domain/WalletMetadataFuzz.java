package dev.hansa.verifier.domain;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hansa.identity.MalformedInput;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// What a wallet says of itself.
class WalletMetadataFuzz {
  @FuzzTest(maxDuration = "20s")
  void input_is_read_or_refused_by_a_rule(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    try {
      var _ = WalletMetadata.parse(text).refusal(Manner.USUAL, Set.of("dc+sd-jwt"));
    } catch (MalformedInput e) {
      Fuzzed.refused(e);
    }
  }
}
