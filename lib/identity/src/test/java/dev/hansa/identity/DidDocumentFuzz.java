package dev.hansa.identity;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/// DID documents, as whoever controls a DID writes them.
class DidDocumentFuzz {
  @FuzzTest(maxDuration = "20s")
  void input_is_read_or_refused_by_a_rule(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    try {
      var document = DidDocument.parse(Json.parseObject(text));
      Fuzzed.holds(DidDocument.parse(document.toJson()).equals(document), "a document reads back");
    } catch (MalformedInput e) {
      Fuzzed.refused(e);
    }
  }
}
