package dev.hansa.identity;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/// DIDs, their URLs, and where a did:web is served.
class DidUrlFuzz {
  @FuzzTest(maxDuration = "20s")
  void input_is_read_or_refused_by_a_rule(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    try {
      var url = DidUrl.parse(text);
      Fuzzed.holds(DidUrl.parse(url.toString()).equals(url), "a DID URL reads back");
      if (url.did().method().equals(DidWeb.METHOD)) {
        Fuzzed.holds(
            DidWeb.address(url.did()).toString().startsWith("https://"), "a did:web is https");
      }
    } catch (MalformedInput e) {
      Fuzzed.refused(e);
    }
  }
}
