package dev.hansa.receipts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicySetTest {
  private static final PolicySet SET = PolicyCases.load();
  private static final CedarReference CEDAR = new CedarReference();

  static List<PolicyCases.Case> cases() {
    return PolicyCases.all();
  }

  @Test
  void the_reference_cases_are_all_here() {
    assertThat(cases()).hasSize(353);
    assertThat(SET.ids()).hasSize(105);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_case_is_decided_as_expected(PolicyCases.Case each) throws Exception {
    var answer = SET.answer(PolicyCases.expand(each));
    assertThat(answer.allowed()).isEqualTo(each.allowed());
    assertThat(answer.reasons()).isEqualTo(each.policies());
    assertThat(!answer.errors().isEmpty()).isEqualTo(each.errors());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void only_an_expected_allow_without_errors_is_a_permit(PolicyCases.Case each) {
    var decision = SET.decide(PolicyCases.expand(each));
    assertThat(decision.allowed()).isEqualTo(each.allowed() && !each.errors());
    switch (decision) {
      case Decision.Permit permit -> assertThat(permit.policies()).isEqualTo(each.policies());
      case Decision.Deny deny -> {
        assertThat(deny.policies()).isEqualTo(each.policies()).isNotEmpty();
        assertThat(deny.reasons()).allSatisfy(reason -> assertThat(reason.says()).isNotEmpty());
      }
      case Decision.NoPermit _ -> assertThat(each.errors()).isFalse();
      case Decision.FactsMissing(var errors) -> assertThat(errors).isNotEmpty();
    }
  }

  @Test
  void the_slice_and_the_pruned_facts_decide_as_cedar_does_with_the_whole_set_and_schema()
      throws Exception {
    int count = 0;
    for (var each : cases()) {
      var evaluation = PolicyCases.expand(each);
      var answer = SET.answer(evaluation);
      // The whole world now and then: it takes Cedar long to read.
      boolean whole = count++ % 20 == 0;
      var reference = CEDAR.answer(whole ? evaluation : PolicyCases.reachable(evaluation));
      assertThat(reference.allowed()).as(each.name()).isEqualTo(answer.allowed());
      assertThat(reference.reasons()).as(each.name()).isEqualTo(answer.reasons());
    }
  }

  @Test
  void facts_that_do_not_fit_the_schema_are_refused_wherever_cedar_refuses_them() {
    var damaged = new ArrayList<Evaluation>();
    for (var name :
        List.of("plain: sell by farm-a", "plain: sign by scp-pm", "plain: buy by shop-a")) {
      var evaluation = PolicyCases.reachable(PolicyCases.expand(PolicyCases.named(name)));
      damaged.addAll(Damage.each(evaluation));
    }
    assertThat(damaged).hasSizeGreaterThan(150);
    for (var evaluation : damaged) {
      assertThat(CEDAR.fits(evaluation)).as(evaluation.toJson().toString()).isFalse();
      assertThat(SET.decide(evaluation)).isInstanceOf(Decision.FactsMissing.class);
    }
  }

  @Test
  void a_stranger_is_not_told_what_else_forbids_it() {
    var expected = 0;
    for (var each : cases()) {
      if (!each.allowed()
          && !each.errors()
          && !each.policies().isEmpty()
          && SET.decide(PolicyCases.expand(each)) instanceof Decision.NoPermit) {
        expected++;
      }
    }
    assertThat(expected).isPositive();
  }

  @Test
  void a_missing_entity_is_facts_missing_and_no_permission() {
    var evaluation = PolicyCases.expand(PolicyCases.named("plain: sell by farm-a"));
    var none =
        new Evaluation(
            evaluation.principal(),
            evaluation.action(),
            evaluation.resource(),
            evaluation.context(),
            List.of());
    assertThat(SET.decide(none).allowed()).isFalse();
  }

  @Test
  void an_unknown_action_and_a_group_of_actions_are_facts_missing() {
    var evaluation = PolicyCases.expand(PolicyCases.named("plain: sell by farm-a"));
    for (var action : List.of("fly", "guarded")) {
      assertThat(
              SET.decide(
                  new Evaluation(
                      evaluation.principal(),
                      action,
                      evaluation.resource(),
                      evaluation.context(),
                      evaluation.entities())))
          .isInstanceOf(Decision.FactsMissing.class);
    }
  }

  @Test
  void an_evaluation_reads_back_as_it_was_written() {
    var evaluation = PolicyCases.expand(PolicyCases.named("plain: sell by farm-a"));
    assertThat(Evaluation.parse(Json.parse(evaluation.toJson().toString()))).isEqualTo(evaluation);
  }

  @Test
  void policies_without_id_or_says_or_with_one_twice_are_refused() {
    var schema = PolicyCases.text("mkt.cedarschema");
    var rest = " permit (principal, action == Mkt::Action::\"cancelOrder\", resource);";
    for (var policies :
        List.of(
            "@id(\"A\")" + rest,
            "@says(\"a\")" + rest,
            "@id(\"A\") @says(\"a\")" + rest + "@id(\"A\") @says(\"b\")" + rest,
            "@id(\"A\") @says(\"a\") permit (principal, action, resource) when { principal.nothing };",
            "@id(\"A\") @says(\"a\") permit (principal == ?principal, action, resource);",
            "nonsense")) {
      assertThatThrownBy(() -> PolicySet.load(schema, policies)).isInstanceOf(MalformedInput.class);
    }
    assertThat(PolicySet.load(schema, "@id(\"A\") @says(\"a\")" + rest).ids())
        .isEqualTo(Set.of("A"));
  }

  @Test
  void the_hash_changes_with_either_text() {
    var hashes = new TreeSet<String>();
    hashes.add(PolicySet.hash("a", "b").toHex());
    hashes.add(PolicySet.hash("a", "c").toHex());
    hashes.add(PolicySet.hash("c", "b").toHex());
    hashes.add(PolicySet.hash("ab", "").toHex());
    assertThat(hashes).hasSize(4);
    assertThat(SET.hash()).isEqualTo(PolicySet.hash(SET.schemaText(), SET.policiesText()));
  }
}
