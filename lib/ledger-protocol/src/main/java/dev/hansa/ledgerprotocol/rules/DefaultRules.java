package dev.hansa.ledgerprotocol.rules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.hansa.identity.Json;
import dev.hansa.ledgerprotocol.PayloadType;
import dev.hansa.ledgerprotocol.Role;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The auth rules that a new network begins with, as data of its genesis: Indy's for NYM, and
/// Hansa's for its own types.
public final class DefaultRules {
  static final String NODE = "0";
  static final String NYM = "1";
  static final String AUTH_RULE = "120";
  static final String AUTH_RULES = "122";

  /// Indy's names of the values of `services`.
  static final String VALIDATOR_SERVICES = "['VALIDATOR']";

  static final String NO_SERVICES = "[]";
  static final String ROLE = "role";
  static final String VERKEY = "verkey";
  static final String DIDDOC_CONTENT = "diddocContent";
  static final String WITHDRAW = "withdraw";

  private static final String SERVICES = "services";
  private static final String ANY = "*";
  private static final String NONE = "";
  private static final Constraint TRUSTEE = role(Role.TRUSTEE, 1);
  private static final Constraint TWO_TRUSTEES = role(Role.TRUSTEE, 2);
  private static final Constraint STEWARD = role(Role.STEWARD, 1);
  private static final Constraint ENDORSER = role(Role.ENDORSER, 1);
  private static final Constraint TRUSTEE_OR_STEWARD = new Constraint.Or(List.of(TRUSTEE, STEWARD));
  private static final Constraint TRUSTEE_STEWARD_OR_ENDORSER =
      new Constraint.Or(List.of(TRUSTEE, STEWARD, ENDORSER));
  private static final Constraint OWNER = new Constraint.OfRole(Optional.empty(), 1, true);
  private static final Constraint TWO_TRUSTEES_OR_HOLDER =
      new Constraint.Or(List.of(TWO_TRUSTEES, OWNER));

  private final ArrayNode rules = Json.newArray();

  private DefaultRules() {}

  private static Constraint role(Role role, int signatures) {
    return new Constraint.OfRole(Optional.of(role), signatures, false);
  }

  /// The `rules` of an AUTH_RULES transaction.
  public static ArrayNode asAuthRules() {
    var all = new DefaultRules();
    all.nyms();
    all.pool();
    all.ours();
    return all.rules;
  }

  private void nyms() {
    var trustee = Role.TRUSTEE.code();
    var steward = Role.STEWARD.code();
    var endorser = Role.ENDORSER.code();
    var monitor = Role.NETWORK_MONITOR.code();
    add(NYM, ROLE, trustee, TRUSTEE);
    add(NYM, ROLE, steward, TRUSTEE);
    add(NYM, ROLE, endorser, TRUSTEE_OR_STEWARD);
    add(NYM, ROLE, monitor, TRUSTEE_OR_STEWARD);
    add(NYM, ROLE, NONE, TRUSTEE_STEWARD_OR_ENDORSER);
    var roles = List.of(trustee, steward, endorser, monitor, NONE);
    for (var from : roles) {
      for (var to : roles) {
        boolean lightly =
            (from.equals(monitor) && (to.equals(endorser) || to.equals(NONE)))
                || (from.equals(NONE) && (to.equals(endorser) || to.equals(monitor)));
        edit(NYM, ROLE, from, to, from.equals(to) ? OWNER : lightly ? TRUSTEE_OR_STEWARD : TRUSTEE);
      }
    }
    edit(NYM, VERKEY, ANY, ANY, OWNER);
    edit(NYM, DIDDOC_CONTENT, ANY, ANY, OWNER);
  }

  private void pool() {
    // A node begins without a vote. Votes come from the trustees; a steward may leave by itself.
    add(NODE, SERVICES, NO_SERVICES, STEWARD);
    edit(NODE, SERVICES, NO_SERVICES, VALIDATOR_SERVICES, TWO_TRUSTEES);
    edit(NODE, SERVICES, VALIDATOR_SERVICES, NO_SERVICES, TWO_TRUSTEES_OR_HOLDER);
    edit(NODE, ANY, ANY, ANY, OWNER);
    edit(AUTH_RULE, ANY, ANY, ANY, TWO_TRUSTEES);
  }

  private void ours() {
    add(PayloadType.CREDENTIAL_TYPE.code(), ANY, ANY, TWO_TRUSTEES);
    // Owner here is who holds a delegable accreditation that covers the new one.
    add(PayloadType.ACCREDITATION.code(), ANY, ANY, TWO_TRUSTEES_OR_HOLDER);
    // Owner here is who granted it.
    edit(PayloadType.ACCREDITATION.code(), WITHDRAW, ANY, ANY, TWO_TRUSTEES_OR_HOLDER);
    add(PayloadType.ANCHOR.code(), ANY, ANY, TRUSTEE_STEWARD_OR_ENDORSER);
    add(PayloadType.AGREEMENT.code(), ANY, ANY, ENDORSER);
  }

  /// Those that count where the ledger has none of their name: of types that came after the first
  /// networks were founded.
  static SortedMap<String, Constraint> implied() {
    var all = new DefaultRules();
    all.add(PayloadType.RULES_UPGRADE.code(), ANY, ANY, TWO_TRUSTEES);
    all.edit(PayloadType.RULES_UPGRADE.code(), UpgradeRules.CANCEL, ANY, ANY, TWO_TRUSTEES);
    all.edit(PayloadType.LIMITS.code(), ANY, ANY, ANY, TWO_TRUSTEES);
    var byId = new TreeMap<String, Constraint>();
    for (var rule : all.rules) {
      byId.put(AuthRules.id(rule), Constraint.parse(rule.get("constraint")));
    }
    return byId;
  }

  private void add(String type, String field, String value, Constraint constraint) {
    rules
        .addObject()
        .put("auth_type", type)
        .put("auth_action", "ADD")
        .put("field", field)
        .put("new_value", value)
        .set("constraint", constraint.toJson());
  }

  private void edit(String type, String field, String from, String to, Constraint constraint) {
    rules
        .addObject()
        .put("auth_type", type)
        .put("auth_action", "EDIT")
        .put("field", field)
        .put("old_value", from)
        .put("new_value", to)
        .set("constraint", constraint.toJson());
  }
}
