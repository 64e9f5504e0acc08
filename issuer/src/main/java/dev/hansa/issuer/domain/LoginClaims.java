package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// How the claims of a credential follow from what a provider says about the person: a template
/// whose objects `{"$claim": "given_name"}` stand for that claim's value. Such a value is a text, a
/// whole number, true or false, or a list of such. A member with `"optional": true` is left out
/// where the provider says nothing of it.
public record LoginClaims(Optional<Duration> validity, ObjectNode template) {
  private static final String CLAIM = "$claim";
  private static final String OPTIONAL = "optional";
  private static final int NAME_MAX = 128;
  private static final int TEXT_MAX = 1024;
  private static final int LIST_MAX = 64;

  /// Reads a template of an issuer's operator.
  public static LoginClaims parse(Optional<Duration> validity, ObjectNode template) {
    check(IssueRequest.readClaims(template));
    return new LoginClaims(validity, template);
  }

  private static void check(JsonNode node) {
    if (node.has(CLAIM)) {
      IssueRequest.onlyMembers((ObjectNode) node, Set.of(CLAIM, OPTIONAL));
      var _ = Json.text(node, CLAIM, NAME_MAX);
      if (node.has(OPTIONAL) && !node.get(OPTIONAL).isBoolean()) {
        throw new MalformedInput("the member optional is true or false");
      }
      return;
    }
    node.forEach(LoginClaims::check);
  }

  /// What became of filling it in.
  public sealed interface Filled {
    record Claims(ObjectNode claims) implements Filled {}

    /// The provider does not say this claim, or not as a value that a credential can have.
    record Missing(String claim) implements Filled {}
  }

  private static final class Absent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String claim;

    Absent(String claim) {
      super("a claim is missing", null, false, false);
      this.claim = claim;
    }
  }

  public Filled fill(ObjectNode known) {
    try {
      return new Filled.Claims(object(template, known));
    } catch (Absent e) {
      return new Filled.Missing(e.claim);
    }
  }

  private static ObjectNode object(ObjectNode template, ObjectNode known) {
    var filled = Json.newObject();
    for (var member : template.properties()) {
      value(member.getValue(), known).ifPresent(value -> filled.set(member.getKey(), value));
    }
    return filled;
  }

  private static Optional<JsonNode> value(JsonNode node, ObjectNode known) {
    if (node instanceof ObjectNode object) {
      return object.has(CLAIM) ? claim(object, known) : Optional.of(object(object, known));
    }
    if (node instanceof ArrayNode array) {
      var filled = Json.newArray();
      array.forEach(each -> value(each, known).ifPresent(filled::add));
      return Optional.of(filled);
    }
    return Optional.of(node);
  }

  private static Optional<JsonNode> claim(ObjectNode reference, ObjectNode known) {
    var name = reference.path(CLAIM).asText();
    var value = known.get(name);
    if (value != null && isPlain(value)) {
      return Optional.of(value);
    }
    if (value == null && reference.path(OPTIONAL).asBoolean(false)) {
      return Optional.empty();
    }
    throw new Absent(name);
  }

  private static boolean isPlain(JsonNode value) {
    if (value.isArray() && value.size() <= LIST_MAX) {
      for (var each : value) {
        if (!isScalar(each)) {
          return false;
        }
      }
      return true;
    }
    return isScalar(value);
  }

  private static boolean isScalar(JsonNode value) {
    boolean text = value.isTextual() && value.textValue().length() <= TEXT_MAX;
    boolean whole =
        value.isIntegralNumber()
            && value.canConvertToLong()
            && Math.abs(value.longValue()) <= Json.INTEGER_MAX;
    return text || whole || value.isBoolean();
  }
}
