package dev.hansa.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/// Which attributes the conditions of some policies can read, found in their JSON form. Handing
/// facts over to Cedar is what costs, so only these are handed over: an attribute whose name stands
/// in no condition cannot change the answer.
final class PolicyReads {
  /// Operators that reach beyond attributes, and entities that a policy names itself.
  private static final Set<String> BEYOND =
      Set.of("in", "is", "getTag", "hasTag", "__entity", "Slot");

  private final Set<String> names = new HashSet<>();
  private final Set<String> whole = new HashSet<>();
  private boolean hierarchy;

  void add(JsonNode policy) {
    for (var scope : new String[] {"principal", "resource"}) {
      var constraint = policy.path(scope);
      hierarchy |= constraint.has("in") || constraint.path("op").asText().equals("in");
    }
    policy.path("conditions").forEach(condition -> walk(condition.path("body"), false));
  }

  /// True if a condition asks who belongs to whom; then parents and every entity matter.
  boolean hierarchy() {
    return hierarchy;
  }

  boolean reads(String attribute) {
    return names.contains(attribute);
  }

  /// True if a record under this name is only looked into, and never compared or passed as a whole:
  /// then its members too may be left out when nobody reads them.
  boolean onlyInto(String attribute) {
    return !whole.contains(attribute);
  }

  private void walk(JsonNode node, boolean lookedInto) {
    if (node.isObject()) {
      node.properties()
          .forEach(e -> {
            var operator = e.getKey();
            var body = e.getValue();
            // A record literal may have a member of that name; it has no left and attr.
            boolean access = body.size() == 2 && body.has("left") && body.has("attr");
            if (access && (operator.equals(".") || operator.equals("has"))) {
              var attribute = body.path("attr").asText();
              names.add(attribute);
              if (!lookedInto && operator.equals(".")) {
                whole.add(attribute);
              }
              walk(body.path("left"), true);
            } else {
              hierarchy |= BEYOND.contains(operator);
              walk(body, false);
            }
          });
    } else if (node.isArray()) {
      node.forEach(item -> walk(item, false));
    }
  }
}
