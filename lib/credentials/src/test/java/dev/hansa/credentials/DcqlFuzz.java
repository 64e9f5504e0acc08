package dev.hansa.credentials;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Queries.
class DcqlFuzz {
  @FuzzTest(maxDuration = "20s")
  void input_is_read_or_refused_by_a_rule(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    try {
      var query = DcqlQuery.parse(Json.parse(text));
      var _ = query.isSatisfiedBy(Set.of());
      Fuzzed.holds(
          DcqlQuery.parse(query.toJson()).toJson().equals(query.toJson()), "a query reads back");
    } catch (MalformedInput e) {
      Fuzzed.refused(e);
    }
  }
}
