package dev.hansa.ledgerprotocol.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerprotocol.StateJson;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The auth rules as they stand in the config state: data, not code.
public final class AuthRules {
  private static final String ANY = "*";

  private final SortedMap<String, Constraint> byId;

  private AuthRules(SortedMap<String, Constraint> byId) {
    this.byId = byId;
  }

  /// Reads the entries of the config state under `1:`. A rule of a newer type that is not there
  /// counts as new networks have it.
  public static AuthRules read(SortedMap<Bytes, Bytes> entries) {
    var byId = new TreeMap<>(DefaultRules.implied());
    entries.forEach((key, value) ->
        byId.put(key.toUtf8().substring(2), Constraint.parse(StateJson.read(value))));
    return new AuthRules(Collections.unmodifiableSortedMap(byId));
  }

  /// The identifier of the rule that an AUTH_RULE or a line of AUTH_RULES names.
  public static String id(JsonNode rule) {
    var action = Json.text(rule, "auth_action", 8);
    var from =
        switch (action) {
          case "ADD" -> ANY;
          case "EDIT" -> value(rule, "old_value");
          default -> throw new MalformedInput("an auth rule is about ADD or EDIT");
        };
    return Json.text(rule, "auth_type", 16)
        + "--"
        + action
        + "--"
        + Json.text(rule, "field", 32)
        + "--"
        + from
        + "--"
        + value(rule, "new_value");
  }

  private static String value(JsonNode rule, String member) {
    return Json.text(rule, member, 32);
  }

  /// The rules by their names.
  public SortedMap<String, Constraint> all() {
    return byId;
  }

  Optional<Constraint> add(String type, String field, String value) {
    return find(type, "ADD", field, ANY, value);
  }

  Optional<Constraint> edit(String type, String field, String from, String to) {
    return find(type, "EDIT", field, from, to);
  }

  // The most exact rule decides; then, in this order, any new value, any old value, any field.
  private Optional<Constraint> find(
      String type, String action, String field, String from, String to) {
    for (var f : new String[] {field, ANY}) {
      for (var o : new String[] {from, ANY}) {
        for (var n : new String[] {to, ANY}) {
          var rule = byId.get(type + "--" + action + "--" + f + "--" + o + "--" + n);
          if (rule != null) {
            return Optional.of(rule);
          }
        }
      }
    }
    return Optional.empty();
  }

  /// Nothing if the action is allowed, else why not.
  static Optional<Applied.Refused> refusal(
      Optional<Constraint> rule, Signers signers, boolean owner) {
    if (rule.isEmpty()) {
      return Optional.of(
          new Applied.Refused("no-auth-rule", "No rule of the ledger allows this action."));
    }
    var endorsing = signers.endorserRefusal();
    if (endorsing.isPresent()) {
      return endorsing;
    }
    if (rule.get().allows(signers, owner)) {
      return Optional.empty();
    }
    return Optional.of(
        rule.get() instanceof Constraint.Forbidden
            ? new Applied.Refused("forbidden", "The action is forbidden.")
            : new Applied.Refused(
                "not-authorised", "This action needs " + rule.get().describe() + "."));
  }
}
