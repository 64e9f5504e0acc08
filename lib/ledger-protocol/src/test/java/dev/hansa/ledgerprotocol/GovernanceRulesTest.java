package dev.hansa.ledgerprotocol;

import static dev.hansa.ledgerprotocol.Fixture.assertRefused;
import static dev.hansa.ledgerprotocol.Fixture.assertWritten;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Base58;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Ed25519;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.ledgerprotocol.consensus.Validators;
import dev.hansa.ledgerprotocol.local.Account;
import dev.hansa.ledgerprotocol.rules.Constraint;
import dev.hansa.ledgerprotocol.rules.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Nodes that come, vote and go, and rules that change, on a pool of four.
class GovernanceRulesTest {
  private static final String NEW_ENDORSER = "1--ADD--role--*--101";
  private static final String ABOUT_RULES = "120--EDIT--*--*--*";
  private final SimPool pool = new SimPool();
  private final TestNetwork net = pool.net;

  private static Account steward(int number) {
    return TestNetwork.account("steward-" + number);
  }

  private static Ed25519Key node(int number) {
    return Fixture.key(SimPool.node(number));
  }

  private Outcome one(RequestBuilder builder, Account... signers) {
    return net.block(List.of(net.request(builder, signers))).getFirst();
  }

  private RequestBuilder vote(int number, boolean votes) {
    var request =
        RequestBuilder.node(net.trustee.did(), node(number), "Node" + number).votes(votes);
    return votes ? request.inStep(pool.own(number)) : request;
  }

  private void admit(int number) {
    pool.observer(number);
    assertWritten(one(vote(number, true), net.trustee, net.second));
  }

  private Optional<Validators> validatorsOf(IndyRequest... requests) {
    return net.executor
        .execute(
            net.store,
            net.store.head().orElseThrow().height() + 1,
            net.now().plusSeconds(5),
            List.of(requests))
        .validators();
  }

  @Test
  void a_node_begins_without_a_vote_and_two_trustees_give_it_one() {
    pool.observer(5);
    assertRefused(one(vote(5, true), net.trustee), "not-authorised");
    assertThat(validatorsOf(net.request(vote(5, true), net.trustee, net.second)))
        .contains(SimPool.validators(1, 2, 3, 4, 5));
    assertWritten(one(vote(5, true), net.trustee, net.second));
  }

  @Test
  void no_node_begins_with_a_vote() {
    assertWritten(
        one(
            RequestBuilder.newNym(
                    net.trustee.did(), steward(5).did(), Fixture.key(steward(5).nym()))
                .role(Role.STEWARD),
            net.trustee));
    assertRefused(one(pool.newNode(5).votes(true), steward(5)), "node-not-in-step");
  }

  @Test
  void a_steward_has_one_node_and_only_stewards_have_one() {
    pool.observer(5);
    var again =
        RequestBuilder.node(steward(5).did(), node(6), "Node6")
            .at("127.0.1.6", 9701, "127.0.1.6", 9703, "cd".repeat(20));
    assertRefused(one(again, steward(5)), "steward-has-node");
    var trustees =
        RequestBuilder.node(net.trustee.did(), node(6), "Node6")
            .at("127.0.1.6", 9701, "127.0.1.6", 9703, "cd".repeat(20));
    assertRefused(one(trustees, net.trustee), "author-no-steward");
  }

  @Test
  void an_alias_is_one_nodes_for_ever() {
    assertWritten(
        one(
            RequestBuilder.newNym(
                    net.trustee.did(), steward(5).did(), Fixture.key(steward(5).nym()))
                .role(Role.STEWARD),
            net.trustee));
    var taken =
        RequestBuilder.node(steward(5).did(), node(5), "Node1")
            .at("127.0.1.5", 9701, "127.0.1.5", 9703, "ab".repeat(20));
    assertRefused(one(taken, steward(5)), "alias-taken");
    var renamed = RequestBuilder.node(steward(1).did(), node(1), "Other").votes(false);
    assertRefused(one(renamed, steward(1)), "alias-immutable");
  }

  @Test
  void a_pool_never_has_fewer_than_four_that_vote() {
    assertRefused(one(vote(4, false), net.trustee, net.second), "too-few-validators");
    admit(5);
    assertWritten(one(vote(4, false), net.trustee, net.second));
    assertRefused(one(vote(3, false), net.trustee, net.second), "too-few-validators");
  }

  @Test
  void in_one_block_less_than_a_third_of_the_votes_change() {
    pool.observer(5);
    pool.observer(6);
    var outcomes =
        net.block(
            List.of(
                net.request(vote(5, true), net.trustee, net.second),
                net.request(vote(6, true), net.trustee, net.second)));
    // 1 of 4 is less than a third, 2 of 4 is not.
    assertWritten(outcomes.get(0));
    assertRefused(outcomes.get(1), "too-many-changes");
    assertWritten(one(vote(6, true), net.trustee, net.second));
  }

  @Test
  void a_vote_given_and_taken_in_one_block_is_no_change() {
    pool.observer(5);
    var outcomes =
        net.block(
            List.of(
                net.request(vote(5, true), net.trustee, net.second),
                net.request(vote(5, false), net.trustee, net.second)));
    outcomes.forEach(Fixture::assertWritten);
    var root = net.store.head().orElseThrow().roots(SubLedger.POOL).stateRoot();
    assertThat(NodeEntry.validators(new Trie(root, net.store::trieNode).list(Bytes.utf8(""))))
        .contains(SimPool.validators(1, 2, 3, 4));
  }

  @Test
  void a_steward_leaves_by_itself_and_moves_its_own_node_only() {
    admit(5);
    var moved =
        RequestBuilder.node(steward(5).did(), node(5), "Node5")
            .at("127.0.1.55", 9701, "127.0.1.55", 9703, "ab".repeat(20));
    assertWritten(one(moved, steward(5)));
    var others =
        RequestBuilder.node(steward(5).did(), node(1), "Node1")
            .at("127.0.1.55", 9701, "127.0.1.55", 9703, "ab".repeat(20));
    assertRefused(one(others, steward(5)), "not-authorised");
    var leaves = RequestBuilder.node(steward(5).did(), node(5), "Node5").votes(false);
    assertThat(validatorsOf(net.request(leaves, steward(5))))
        .contains(SimPool.validators(1, 2, 3, 4));
    assertRefused(
        one(RequestBuilder.node(steward(5).did(), node(1), "Node1").votes(false), steward(5)),
        "not-authorised");
  }

  @Test
  void nobody_votes_where_one_sequencer_orders() {
    var f = new Fixture();
    var key = Fixture.key(f.ledger.nodeKey());
    assertRefused(
        f.execute(
            RequestBuilder.node(f.trustee.did(), key, "Node1").votes(false), f.trustee, f.second),
        "no-pool");
  }

  @Test
  void two_trustees_change_a_rule_and_it_counts_from_the_next_block_on() {
    var three = new Constraint.OfRole(Optional.of(Role.TRUSTEE), 3, false);
    var change = RequestBuilder.authRule(net.trustee.did(), NEW_ENDORSER, three);
    assertRefused(one(change, net.trustee), "not-authorised");
    var endorser = TestNetwork.account("endorser-new");
    var nym =
        RequestBuilder.newNym(net.trustee.did(), endorser.did(), Fixture.key(endorser.nym()))
            .role(Role.ENDORSER);
    var outcomes =
        net.block(
            List.of(net.request(change, net.trustee, net.second), net.request(nym, net.trustee)));
    outcomes.forEach(Fixture::assertWritten);
    var later = TestNetwork.account("endorser-later");
    var more =
        RequestBuilder.newNym(net.trustee.did(), later.did(), Fixture.key(later.nym()))
            .role(Role.ENDORSER);
    assertRefused(one(more, net.trustee), "not-authorised");
    assertWritten(one(more, net.trustee, net.second, net.third));
  }

  @Test
  void a_rule_that_is_not_on_the_ledger_is_not_made() {
    var rule =
        RequestBuilder.authRule(
            net.trustee.did(), "7--ADD--role--*--101", new Constraint.Forbidden());
    assertRefused(one(rule, net.trustee, net.second), "unknown-auth-rule");
  }

  @Test
  void the_consortium_does_not_lock_itself_out() {
    for (var locking :
        List.of(
            new Constraint.Forbidden(),
            new Constraint.OfRole(Optional.of(Role.TRUSTEE), 3, false),
            new Constraint.OfRole(Optional.of(Role.STEWARD), 1, false))) {
      assertRefused(
          one(
              RequestBuilder.authRule(net.trustee.did(), ABOUT_RULES, locking),
              net.trustee,
              net.second),
          "rules-locked");
    }
    var three = new Constraint.OfRole(Optional.of(Role.TRUSTEE), 3, false);
    assertWritten(
        one(
            RequestBuilder.authRule(net.trustee.did(), ABOUT_RULES, three),
            net.trustee,
            net.second,
            net.third));
  }

  @ParameterizedTest
  @CsvSource({
    "alias, a b",
    "node_ip, host.example",
    "node_port, 0",
    "client_port, 65536",
    "p2p, AB",
    "blskey, x",
  })
  void a_node_has_the_form_of_a_node(String member, String value) {
    var request = net.request(pool.newNode(5), steward(5)).toJson();
    var data = (ObjectNode) request.path("operation").path("data");
    if (value.matches("[0-9]+")) {
      data.put(member, Integer.parseInt(value));
    } else {
      data.put(member, value);
    }
    assertThat(malformed(request)).isTrue();
  }

  /// Such a key in the pool's state would stop every node at the block that wrote it.
  @Test
  void a_node_whose_key_is_no_point_of_the_curve_is_refused_and_the_block_goes_on() {
    var key = new byte[32];
    while (Ed25519.isPublicKey(key)) {
      key[0]++;
    }
    assertWritten(
        one(
            RequestBuilder.newNym(
                    net.trustee.did(), steward(5).did(), Fixture.key(steward(5).nym()))
                .role(Role.STEWARD),
            net.trustee));
    var json = net.request(pool.newNode(5)).toJson();
    ((ObjectNode) json.path("operation")).put("dest", Base58.encode(key));
    var request = IndyRequest.parse(json.toString()).signedBy(steward(5).did(), steward(5).nym());
    assertRefused(net.block(List.of(request)).getFirst(), "malformed-operation");
    assertWritten(one(pool.newNode(5), steward(5)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"constraint_id\":\"ROLE\"}",
        "{\"constraint_id\":\"MAYBE\"}",
        "{\"constraint_id\":\"OR\",\"auth_constraints\":[]}",
        "{\"constraint_id\":\"FORBIDDEN\",\"more\":1}",
      })
  void a_constraint_has_its_one_form(String constraint) {
    var request =
        net.request(
                RequestBuilder.authRule(
                    net.trustee.did(), NEW_ENDORSER, new Constraint.Forbidden()),
                net.trustee)
            .toJson();
    ((ObjectNode) request.path("operation")).set("constraint", Json.parseObject(constraint));
    assertThat(malformed(request)).isTrue();
  }

  @Test
  void constraints_do_not_nest_without_end() {
    var constraint = new ArrayList<Constraint>(List.of(new Constraint.Forbidden()));
    for (int depth = 0; depth < 10; depth++) {
      constraint.add(new Constraint.Or(List.of(constraint.getLast())));
    }
    var request =
        net.request(
                RequestBuilder.authRule(net.trustee.did(), NEW_ENDORSER, constraint.getLast()),
                net.trustee)
            .toJson();
    assertThat(malformed(request)).isTrue();
  }

  private static boolean malformed(ObjectNode request) {
    try {
      var _ = Operation.parse(IndyRequest.parse(request.toString()));
      return false;
    } catch (MalformedInput e) {
      return true;
    }
  }
}
