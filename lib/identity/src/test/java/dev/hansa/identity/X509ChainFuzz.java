package dev.hansa.identity;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// The value of an x5c header.
class X509ChainFuzz {
  @FuzzTest(maxDuration = "20s")
  void input_is_read_or_refused_by_a_rule(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    try {
      var chain = X509Chain.parse(Json.parse(text));
      Fuzzed.holds(
          chain.refusal(List.of(), Instant.EPOCH).isPresent(),
          "without an anchor nothing is believed");
      var _ = chain.dnsNames();
      var _ = chain.uris();
      var _ = chain.authorityKeyIds();
    } catch (MalformedInput e) {
      Fuzzed.refused(e);
    }
  }
}
