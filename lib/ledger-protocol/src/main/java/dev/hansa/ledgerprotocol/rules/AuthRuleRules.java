package dev.hansa.ledgerprotocol.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerprotocol.Keys;
import dev.hansa.ledgerprotocol.Members;
import dev.hansa.ledgerprotocol.StateJson;
import dev.hansa.ledgerprotocol.SubLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// AUTH_RULE: a rule about who must sign is changed by those whom the rule about rules names
/// (indy-node `auth_rules.md`). A new rule counts from the next block on. Two rules are stricter
/// than Indy's: two trustees sign, and whoever changes the rule about rules shows by the signatures
/// of that request that the new one can be met, so that no consortium locks itself out.
final class AuthRuleRules {
  /// More than a network has.
  static final int RULES_MAX = 100;

  private AuthRuleRules() {}

  /// Throws [MalformedInput].
  static Operation.AuthRuleWrite parse(JsonNode operation) {
    Members.requireOnly(
        operation,
        "type",
        "auth_type",
        "auth_action",
        "field",
        "old_value",
        "new_value",
        "constraint");
    return read(operation);
  }

  /// AUTH_RULES: each of `rules` is what AUTH_RULE is without its type, and each names another
  /// rule.
  static Operation.AuthRulesWrite parseAll(JsonNode operation) {
    Members.requireOnly(operation, "type", "rules");
    var rules = new ArrayList<Operation.AuthRuleWrite>();
    var names = new TreeSet<String>();
    for (var rule : Json.array(operation, "rules", RULES_MAX)) {
      Members.requireOnly(
          rule, "auth_type", "auth_action", "field", "old_value", "new_value", "constraint");
      var write = read(rule);
      if (!names.add(write.id())) {
        throw new MalformedInput("the rules of AUTH_RULES are different ones");
      }
      rules.add(write);
    }
    if (rules.isEmpty()) {
      throw new MalformedInput("AUTH_RULES names at least one rule");
    }
    return new Operation.AuthRulesWrite(rules);
  }

  private static Operation.AuthRuleWrite read(JsonNode operation) {
    var constraint = Constraint.parse(Json.object(operation, "constraint"));
    if (!constraint.toJson().equals(operation.get("constraint"))) {
      throw new MalformedInput(
          "a constraint has the members of its kind in Indy's form, and no others");
    }
    return new Operation.AuthRuleWrite(AuthRules.id(operation), constraint);
  }

  private static Optional<Constraint> implied(String id) {
    return Optional.ofNullable(DefaultRules.implied().get(id));
  }

  /// All or none: the first that is refused refuses all of them.
  static Applied applyAll(
      State state, Context context, Signers signers, Operation.AuthRulesWrite writes) {
    var changes = new ArrayList<Applied.Change>();
    for (var write : writes.rules()) {
      switch (apply(state, context, signers, write)) {
        case Applied.Refused refused -> {
          return refused;
        }
        case Applied.Accepted accepted -> changes.addAll(accepted.changes());
      }
    }
    return new Applied.Accepted(SubLedger.CONFIG, Optional.empty(), changes);
  }

  static Applied apply(
      State state, Context context, Signers signers, Operation.AuthRuleWrite write) {
    var rule = context.authRules().edit(DefaultRules.AUTH_RULE, "*", "*", "*");
    var refused = AuthRules.refusal(rule, signers, false);
    if (refused.isPresent()) {
      return refused.get();
    }
    var key = Keys.authRule(write.id());
    var there =
        state
            .get(SubLedger.CONFIG, key)
            .or(() -> implied(write.id()).map(constraint -> StateJson.write(constraint.toJson())));
    if (there.isEmpty()) {
      return new Applied.Refused(
          "unknown-auth-rule", "A rule that is changed is one of those on the ledger.");
    }
    var next = StateJson.write(write.constraint().toJson());
    if (next.equals(there.get())) {
      return new Applied.Refused("nothing-to-change", "The rule is as the request wants it.");
    }
    if (write.id().startsWith(DefaultRules.AUTH_RULE + "--")
        && !write.constraint().allows(signers, false)) {
      return new Applied.Refused(
          "rules-locked",
          "The signatures of a request that changes the rule about rules meet the new rule too.");
    }
    return new Applied.Accepted(
        SubLedger.CONFIG,
        Optional.empty(),
        List.of(new Applied.Change(SubLedger.CONFIG, key, next)));
  }
}
