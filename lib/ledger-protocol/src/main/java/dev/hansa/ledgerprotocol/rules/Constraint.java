package dev.hansa.ledgerprotocol.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerprotocol.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Who must sign for an action: Indy's auth constraint.
public sealed interface Constraint {
  int BRANCHES_MAX = 16;
  int DEPTH_MAX = 4;

  /// True if the signers satisfy it.
  boolean allows(Signers signers, boolean owner);

  /// What it asks for, as the middle of a sentence.
  String describe();

  ObjectNode toJson();

  /// At least `signatures` signers with the role (none named: any known DID), and the owner if so
  /// said.
  record OfRole(Optional<Role> role, int signatures, boolean byOwner) implements Constraint {
    @Override
    public boolean allows(Signers signers, boolean owner) {
      return (owner || !byOwner) && signers.count(role) >= signatures;
    }

    @Override
    public String describe() {
      if (byOwner) {
        return "the owner's signature";
      }
      var who = role.map(Role::name).orElse("known DID");
      return signatures == 1
          ? (who.startsWith("E") ? "an " : "a ") + who + "'s signature"
          : signatures + " signatures of role " + who;
    }

    @Override
    public ObjectNode toJson() {
      var json =
          Json.newObject()
              .put("constraint_id", "ROLE")
              .put("role", role.map(Role::code).orElse("*"))
              .put("sig_count", signatures)
              .put("need_to_be_owner", byOwner);
      json.putObject("metadata");
      return json;
    }
  }

  record Or(List<Constraint> branches) implements Constraint {
    public Or {
      branches = List.copyOf(branches);
    }

    @Override
    public boolean allows(Signers signers, boolean owner) {
      return branches.stream().anyMatch(branch -> branch.allows(signers, owner));
    }

    @Override
    public String describe() {
      return branches.stream().map(Constraint::describe).collect(Collectors.joining(", or "));
    }

    @Override
    public ObjectNode toJson() {
      return joined("OR", branches);
    }
  }

  record And(List<Constraint> branches) implements Constraint {
    public And {
      branches = List.copyOf(branches);
    }

    @Override
    public boolean allows(Signers signers, boolean owner) {
      return branches.stream().allMatch(branch -> branch.allows(signers, owner));
    }

    @Override
    public String describe() {
      return branches.stream().map(Constraint::describe).collect(Collectors.joining(" and "));
    }

    @Override
    public ObjectNode toJson() {
      return joined("AND", branches);
    }
  }

  record Forbidden() implements Constraint {
    @Override
    public boolean allows(Signers signers, boolean owner) {
      return false;
    }

    @Override
    public String describe() {
      return "what nobody has: it is forbidden";
    }

    @Override
    public ObjectNode toJson() {
      return Json.newObject().put("constraint_id", "FORBIDDEN");
    }
  }

  private static ObjectNode joined(String id, List<Constraint> branches) {
    var json = Json.newObject().put("constraint_id", id);
    var array = json.putArray("auth_constraints");
    branches.forEach(branch -> array.add(branch.toJson()));
    return json;
  }

  /// Reads Indy's JSON form.
  static Constraint parse(JsonNode json) {
    return parse(json, 1);
  }

  private static Constraint parse(JsonNode json, int depth) {
    if (depth > DEPTH_MAX) {
      throw new MalformedInput("an auth constraint joins others at most 4 levels deep");
    }
    return switch (Json.text(json, "constraint_id", 16)) {
      case "ROLE" -> {
        var role = Json.text(json, "role", 8);
        yield new OfRole(
            role.equals("*") ? Optional.empty() : Optional.of(Role.of(role)),
            (int) Json.integer(json, "sig_count", 0, 32),
            json.path("need_to_be_owner").asBoolean(false));
      }
      case "OR" -> new Or(parseBranches(json, depth));
      case "AND" -> new And(parseBranches(json, depth));
      case "FORBIDDEN" -> new Forbidden();
      default -> throw new MalformedInput("an auth constraint is ROLE, OR, AND or FORBIDDEN");
    };
  }

  private static List<Constraint> parseBranches(JsonNode json, int depth) {
    var branches = new ArrayList<Constraint>();
    for (var branch : Json.array(json, "auth_constraints", BRANCHES_MAX)) {
      branches.add(parse(branch, depth + 1));
    }
    if (branches.isEmpty()) {
      throw new MalformedInput("an auth constraint that joins others joins at least one");
    }
    return branches;
  }
}
