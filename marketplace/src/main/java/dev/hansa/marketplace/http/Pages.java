package dev.hansa.marketplace.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.marketplace.domain.Page;
import io.micronaut.http.HttpRequest;
import java.util.Optional;
import java.util.function.Function;

/// Long lists in parts: `?limit=` (1 to 200, 100 if not said) and `?after=`, the `next` of the part
/// before. No list is cut without saying so: while there is more, `next` is in the answer.
final class Pages {
  private static final int LIMIT = 100;
  private static final int LIMIT_MAX = 200;
  private static final int AFTER_MAX = 128;

  private Pages() {}

  static Page.Request wanted(HttpRequest<?> request) {
    var parameters = request.getParameters();
    var after = Optional.ofNullable(parameters.get("after"));
    if (after.isPresent() && after.get().length() > AFTER_MAX) {
      throw new MalformedInput("after is the next of an earlier answer");
    }
    return new Page.Request(
        Optional.ofNullable(parameters.get("limit")).map(Pages::limit).orElse(LIMIT), after);
  }

  private static int limit(String text) {
    if (text.matches("[1-9][0-9]{0,2}") && Integer.parseInt(text) <= LIMIT_MAX) {
      return Integer.parseInt(text);
    }
    throw new MalformedInput("limit is a whole number from 1 to " + LIMIT_MAX);
  }

  static <T> ObjectNode json(String name, Page<T> page, Function<T, JsonNode> view) {
    var answer = Json.newObject();
    var list = answer.putArray(name);
    page.entries().forEach(entry -> list.add(view.apply(entry)));
    page.next().ifPresent(next -> answer.put("next", next));
    return answer;
  }
}
