package dev.hansa.ledgerprotocol;

import static dev.hansa.ledgerprotocol.Fixture.assertRefused;
import static dev.hansa.ledgerprotocol.Fixture.assertWritten;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.ledgerprotocol.RulesSchedule.Upgrade;
import dev.hansa.ledgerprotocol.local.Account;
import dev.hansa.ledgerprotocol.rules.Applied;
import dev.hansa.ledgerprotocol.rules.Constraint;
import dev.hansa.ledgerprotocol.rules.Operation;
import dev.hansa.ledgerprotocol.rules.RuleSet;
import dev.hansa.ledgerprotocol.rules.Rules;
import dev.hansa.ledgerprotocol.rules.RulesVersionMissing;
import dev.hansa.ledgerprotocol.rules.RulesVersions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which version of the rules counts from which height on. Version 2 is one that only these tests
/// have: it takes no new DID.
class UpgradeRulesTest {
  private static final RuleSet NO_NEW_DIDS =
      (state, context, signers, operation) ->
          operation instanceof Operation.NymWrite
              ? new Applied.Refused("no-new-dids", "Version 2 takes no new DID.")
              : Rules.apply(state, context, signers, operation);
  private static final RulesVersions TWO =
      RulesVersions.of(Map.of(1L, Rules::apply, 2L, NO_NEW_DIDS));

  private final TestNetwork net = new TestNetwork();

  private long next() {
    return net.store.head().orElseThrow().height() + 1;
  }

  private IndyRequest payload(ObjectNode payload, Account... signers) {
    return net.request(
        RequestBuilder.payload(
            PayloadType.RULES_UPGRADE, signers[0].did(), net.now().plusSeconds(3600), payload),
        signers);
  }

  private Outcome plan(long version, long height, Account... signers) {
    return net.block(List.of(payload(Payloads.upgrade(new Upgrade(version, height)), signers)))
        .getFirst();
  }

  private Outcome cancel(long version, long height, Account... signers) {
    return net.block(List.of(payload(Payloads.cancel(new Upgrade(version, height)), signers)))
        .getFirst();
  }

  private IndyRequest nym(String name) {
    var account = TestNetwork.account(name);
    return net.request(
        RequestBuilder.newNym(net.trustee.did(), account.did(), Fixture.key(account.nym())),
        net.trustee);
  }

  private void fill(long upTo) {
    while (next() <= upTo) {
      assertWritten(net.block(List.of(nym("filler-" + next()))).getFirst());
    }
  }

  private Outcome executed(RulesVersions versions, IndyRequest request) {
    return new BlockExecutor(net.genesis, new Ed25519Signatures(), versions)
        .execute(net.store, next(), net.now().plusSeconds(5), List.of(request))
        .outcomes()
        .getFirst();
  }

  @Test
  void a_ledger_that_planned_nothing_counts_by_the_version_of_its_genesis() {
    assertThat(RulesSchedule.of(net.store)).isEqualTo(RulesSchedule.OF_GENESIS);
    assertThat(RulesSchedule.of(net.store).at(Long.MAX_VALUE)).isEqualTo(Genesis.RULES_VERSION);
  }

  @Test
  void two_trustees_plan_an_upgrade_and_everyone_reads_it() {
    assertRefused(plan(2, next() + 10, net.trustee), "not-authorised");
    long height = next() + 50;
    assertWritten(plan(2, height, net.trustee, net.second));
    var schedule = RulesSchedule.of(net.store);
    assertThat(schedule).isEqualTo(new RulesSchedule(1, Optional.of(new Upgrade(2, height))));
    assertThat(schedule.at(height - 1)).isEqualTo(1);
    assertThat(schedule.at(height)).isEqualTo(2);
  }

  @Test
  void from_its_height_on_the_new_version_counts_and_not_before() {
    long height = next() + 12;
    assertWritten(plan(2, height, net.trustee, net.second));
    fill(height - 2);
    assertThat(next()).isEqualTo(height - 1);
    assertWritten(executed(TWO, nym("one-before")));
    assertWritten(net.block(List.of(nym("one-before"))).getFirst());
    assertThat(next()).isEqualTo(height);
    assertRefused(executed(TWO, nym("at-the-height")), "no-new-dids");
  }

  @Test
  void a_program_that_lacks_the_version_executes_no_block_of_it_and_says_why() {
    long height = next() + 10;
    assertWritten(plan(2, height, net.trustee, net.second));
    fill(height - 1);
    var head = net.store.head();
    assertThatThrownBy(() -> net.block(List.of(nym("too-late"))))
        .isInstanceOf(RulesVersionMissing.class)
        .hasMessage("rules version 2 counts from height " + height + "; this program has up to 1");
    assertThat(net.store.head()).isEqualTo(head);
  }

  @Test
  void an_upgrade_is_known_ten_blocks_before_it_counts() {
    assertRefused(plan(2, next() + 9, net.trustee, net.second), "upgrade-too-soon");
    assertWritten(plan(2, next() + 10, net.trustee, net.second));
  }

  @Test
  void an_upgrade_names_a_version_above_the_one_that_counts() {
    assertRefused(plan(1, next() + 100, net.trustee, net.second), "version-not-newer");
    assertWritten(plan(7, next() + 100, net.trustee, net.second));
  }

  @Test
  void one_upgrade_is_planned_at_a_time_and_is_cancelled_by_its_name() {
    long height = next() + 100;
    assertWritten(plan(2, height, net.trustee, net.second));
    assertRefused(plan(3, height + 1, net.trustee, net.second), "upgrade-planned");
    assertRefused(cancel(2, height, net.trustee), "not-authorised");
    assertRefused(cancel(2, height + 1, net.trustee, net.second), "no-such-upgrade");
    assertRefused(cancel(3, height, net.trustee, net.second), "no-such-upgrade");
    assertWritten(cancel(2, height, net.second, net.third));
    assertThat(RulesSchedule.of(net.store).at(height)).isEqualTo(1);
    assertRefused(cancel(2, height, net.trustee, net.second), "no-such-upgrade");
    assertWritten(plan(3, height + 100, net.trustee, net.second));
  }

  @Test
  void an_upgrade_that_counts_is_cancelled_no_more_and_another_follows_it() {
    long height = next() + 10;
    assertWritten(plan(2, height, net.trustee, net.second));
    fill(height - 1);
    assertRefused(
        executed(TWO, payload(Payloads.cancel(new Upgrade(2, height)), net.trustee, net.second)),
        "no-such-upgrade");
    assertRefused(
        executed(
            TWO, payload(Payloads.upgrade(new Upgrade(2, height + 50)), net.trustee, net.second)),
        "version-not-newer");
    assertWritten(
        executed(
            TWO, payload(Payloads.upgrade(new Upgrade(3, height + 50)), net.trustee, net.second)));
  }

  @Test
  void who_plans_an_upgrade_is_a_rule_that_is_changed_like_the_others() {
    var three = new Constraint.OfRole(Optional.of(Role.TRUSTEE), 3, false);
    assertWritten(
        net.block(
                List.of(
                    net.request(
                        RequestBuilder.authRule(net.trustee.did(), "20005--ADD--*--*--*", three),
                        net.trustee,
                        net.second)))
            .getFirst());
    assertRefused(plan(2, next() + 10, net.trustee, net.second), "not-authorised");
    assertWritten(plan(2, next() + 10, net.trustee, net.second, net.third));
  }

  @Test
  void a_request_of_another_form_is_malformed() {
    for (var payload :
        List.of(
            Payloads.upgrade(new Upgrade(0, 100)),
            Payloads.upgrade(new Upgrade(2, 0)),
            Payloads.upgrade(new Upgrade(2, 100)).put("cancel", false),
            Payloads.upgrade(new Upgrade(2, 100)).put("more", 1))) {
      assertRefused(
          net.block(List.of(payload(payload, net.trustee, net.second))).getFirst(),
          "malformed-operation");
    }
  }

  @Test
  void the_same_blocks_give_the_same_state_on_every_program_that_has_the_version() {
    long height = next() + 10;
    assertWritten(plan(2, height, net.trustee, net.second));
    fill(height - 1);
    var one = new BlockExecutor(net.genesis, new Ed25519Signatures(), TWO);
    var other =
        new BlockExecutor(
            net.genesis,
            new Ed25519Signatures(),
            RulesVersions.of(Map.of(1L, Rules::apply, 2L, NO_NEW_DIDS, 3L, Rules::apply)));
    var requests =
        List.of(
            nym("refused"),
            payload(Payloads.upgrade(new Upgrade(3, height + 50)), net.trustee, net.second));
    var time = net.now().plusSeconds(5);
    assertThat(one.execute(net.store, next(), time, requests).head())
        .isEqualTo(other.execute(net.store, next(), time, requests).head())
        .isNotEqualTo(net.store.head().orElseThrow());
  }
}
