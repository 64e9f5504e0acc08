package dev.hansa.launcher.acts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A service said no, by its rules.
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient ObjectNode body;

  private Refusal(int status, ObjectNode body, String sentence) {
    super(sentence);
    this.status = status;
    this.body = body;
  }

  static RuntimeException of(Answer answer) {
    if (answer.status() >= 500) {
      return new Stop(
          ExitCode.UNAVAILABLE,
          "A service answered " + answer.status() + ": " + sentence(answer.body()));
    }
    return new Refusal(answer.status(), answer.body(), sentence(answer.body()));
  }

  public int status() {
    return status;
  }

  public ObjectNode body() {
    return body;
  }

  /// The rules that refused, such as `F03-export-ceiling`; or the problem's kind, or the OAuth
  /// error.
  public List<String> rules() {
    var rules = new ArrayList<String>();
    body.path("reasons").forEach(reason -> rules.add(reason.path("rule").asText()));
    for (var member : List.of("rule", "reason", "error")) {
      if (body.path(member).isTextual()) {
        rules.add(body.path(member).textValue());
      }
    }
    if (rules.isEmpty() && body.path("type").isTextual()) {
      rules.add(body.path("type").textValue().replaceFirst("^/problems/", ""));
    }
    return rules;
  }

  /// The receipt of the decision that refused, where one was made.
  public Optional<String> receipt() {
    return Optional.of(text(body, "receipt")).filter(id -> id.matches("[A-Za-z0-9_-]{1,64}"));
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }

  private static String sentence(ObjectNode body) {
    // The registry says it in a resolution result.
    if (body.at("/didResolutionMetadata/error") instanceof ObjectNode error) {
      return sentence(error);
    }
    var parts = new ArrayList<String>();
    body.path("reasons")
        .forEach(reason -> parts.add(text(reason, "says") + " (" + text(reason, "rule") + ")"));
    if (parts.isEmpty() && body.path("title").asText().equals("Not Found")) {
      return "there is nothing of that name, or nothing that you may see";
    }
    if (parts.isEmpty()) {
      for (var member :
          List.of("title", "detail", "rule", "sentence", "error", "error_description")) {
        if (body.path(member).isTextual()) {
          parts.add(body.path(member).textValue().replaceFirst("\\.$", ""));
        }
      }
    }
    return parts.isEmpty()
        ? "it gave no reason"
        : parts.stream().distinct().collect(Collectors.joining("; "));
  }

  private static String text(JsonNode node, String member) {
    return node.path(member).asText();
  }
}
