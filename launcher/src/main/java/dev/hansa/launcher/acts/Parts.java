package dev.hansa.launcher.acts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/// A long list, which a service gives in parts, as one.
final class Parts {
  private static final int LIMIT = 200;

  private Parts() {}

  /// Asks for part after part until no `next` is in the answer. `part` gets the query, as
  /// `limit=200&after=ord-1`.
  static ObjectNode all(String member, Function<String, ObjectNode> part) {
    var answer = Json.newObject();
    var all = answer.putArray(member);
    Optional<String> next = Optional.empty();
    do {
      var one =
          part.apply(
              "limit="
                  + LIMIT
                  + next.map(after -> "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8))
                      .orElse(""));
      one.path(member).forEach(all::add);
      next = Optional.ofNullable(one.path("next").textValue());
    } while (next.isPresent());
    return answer;
  }
}
