package dev.hansa.ledgerprotocol;

import static dev.hansa.ledgerprotocol.Fixture.assertRefused;
import static dev.hansa.ledgerprotocol.Fixture.assertWritten;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.ledgerprotocol.local.Account;
import dev.hansa.ledgerprotocol.rules.Constraint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// AUTH_RULES: several rules at once.
class AuthRulesTest {
  private static final String NEW_ENDORSER = "1--ADD--role--*--101";
  private static final String NEW_STEWARD = "1--ADD--role--*--2";
  private static final String ABOUT_RULES = "120--EDIT--*--*--*";
  private static final Constraint TWO = trustees(2);
  private static final Constraint THREE = trustees(3);

  private final TestNetwork net = new TestNetwork();

  private static Constraint trustees(int count) {
    return new Constraint.OfRole(Optional.of(Role.TRUSTEE), count, false);
  }

  private IndyRequest rules(Map<String, Constraint> rules, Account... signers) {
    return net.request(RequestBuilder.authRules(net.trustee.did(), new TreeMap<>(rules)), signers);
  }

  private Outcome one(IndyRequest request) {
    return net.block(List.of(request)).getFirst();
  }

  private Outcome nym(String name, Role role, Account... signers) {
    var account = TestNetwork.account(name);
    return one(
        net.request(
            RequestBuilder.newNym(net.trustee.did(), account.did(), Fixture.key(account.nym()))
                .role(role),
            signers));
  }

  @Test
  void two_trustees_change_several_rules_by_one_transaction() {
    var both = Map.of(NEW_ENDORSER, TWO, NEW_STEWARD, THREE);
    assertRefused(one(rules(both, net.trustee)), "not-authorised");
    assertWritten(one(rules(both, net.trustee, net.second)));
    assertRefused(nym("endorser", Role.ENDORSER, net.trustee), "not-authorised");
    assertWritten(nym("endorser", Role.ENDORSER, net.trustee, net.second));
    assertRefused(nym("steward", Role.STEWARD, net.trustee, net.second), "not-authorised");
    assertWritten(nym("steward", Role.STEWARD, net.trustee, net.second, net.third));
  }

  @Test
  void one_rule_that_is_refused_refuses_them_all() {
    var before = net.store.head();
    assertRefused(
        one(rules(Map.of(NEW_ENDORSER, TWO, "7--ADD--role--*--1", TWO), net.trustee, net.second)),
        "unknown-auth-rule");
    assertRefused(
        one(rules(Map.of(NEW_ENDORSER, TWO, ABOUT_RULES, THREE), net.trustee, net.second)),
        "rules-locked");
    assertRefused(
        one(rules(Map.of(NEW_ENDORSER, TWO, ABOUT_RULES, TWO), net.trustee, net.second)),
        "nothing-to-change");
    assertThat(net.store.head()).isEqualTo(before);
    assertWritten(nym("endorser", Role.ENDORSER, net.trustee));
  }

  @Test
  void the_rules_are_different_ones_at_least_one_and_at_most_a_hundred() {
    var good = rules(Map.of(NEW_ENDORSER, TWO)).toJson();
    List<Consumer<ObjectNode>> defects =
        List.of(
            operation -> operation.putArray("rules"),
            operation -> {
              var array = (ArrayNode) operation.get("rules");
              array.add(array.get(0).deepCopy());
            },
            operation -> {
              var array = (ArrayNode) operation.get("rules");
              for (int i = 0; i < 100; i++) {
                var rule = (ObjectNode) array.get(0).deepCopy();
                array.add(rule.put("field", "f" + i));
              }
            },
            operation -> ((ObjectNode) operation.at("/rules/0")).put("type", "120"),
            operation -> operation.put("more", 1),
            operation -> operation.putArray("rules").add(Json.newObject()));
    for (var defect : defects) {
      var json = good.deepCopy();
      defect.accept((ObjectNode) json.get("operation"));
      var request =
          IndyRequest.parse(json.toString())
              .signedBy(net.trustee.did(), net.trustee.nym())
              .signedBy(net.second.did(), net.second.nym());
      assertRefused(one(request), "malformed-operation");
    }
  }
}
