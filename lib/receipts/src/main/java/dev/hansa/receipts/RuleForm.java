package dev.hansa.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.MalformedInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// One policy in Cedar's [JSON form](https://docs.cedarpolicy.com/policies/json-format.html): its
/// annotations, its effect and its action scope.
record RuleForm(ObjectNode json, String id, String says) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int SAYS_MAX = 400;

  RuleForm(ObjectNode json) {
    this(json, annotation(json, "id", 64), annotation(json, "says", SAYS_MAX));
    if (!ID.matcher(id).matches()) {
      throw new MalformedInput("the @id of a policy is letters, digits, dots and dashes");
    }
  }

  private static String annotation(ObjectNode json, String name, int lengthMax) {
    var text = json.path("annotations").path(name).asText("");
    if (text.isEmpty() || text.length() > lengthMax) {
      throw new MalformedInput("each policy has an @id and a sentence @says");
    }
    return text;
  }

  boolean permits() {
    return json.path("effect").asText().equals("permit");
  }

  /// True if the policy's scope can match this action, itself or by one of its groups.
  boolean concerns(String action, Set<String> groups) {
    var scope = json.path("action");
    return switch (scope.path("op").asText()) {
      case "All" -> true;
      case "==" -> scope.path("entity").path("id").asText().equals(action);
      default ->
          named(scope).stream().anyMatch(name -> name.equals(action) || groups.contains(name));
    };
  }

  private static List<String> named(JsonNode scope) {
    var names = new ArrayList<String>();
    if (scope.has("entity")) {
      names.add(scope.path("entity").path("id").asText());
    }
    scope.path("entities").forEach(entity -> names.add(entity.path("id").asText()));
    return names;
  }
}
