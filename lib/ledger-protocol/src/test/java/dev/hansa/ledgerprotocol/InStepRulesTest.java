package dev.hansa.ledgerprotocol;

import static dev.hansa.ledgerprotocol.Fixture.assertRefused;
import static dev.hansa.ledgerprotocol.Fixture.assertWritten;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.ledgerprotocol.local.Account;
import dev.hansa.ledgerprotocol.rules.InStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A vote is for a node that shows that it is in step: what it shows, and what shows nothing.
class InStepRulesTest {
  private static final int FIVE = 5;

  private final SimPool pool = new SimPool();
  private final TestNetwork net = pool.net;
  private final Account steward = TestNetwork.account("steward-5");

  /// A fifth node, which follows.
  @BeforeEach
  void follow() {
    pool.observer(FIVE);
  }

  private RequestBuilder vote(boolean votes) {
    return RequestBuilder.node(net.trustee.did(), Fixture.key(SimPool.node(FIVE)), "Node5")
        .votes(votes);
  }

  private Outcome one(RequestBuilder builder, Account... signers) {
    return net.block(List.of(net.request(builder, signers))).getFirst();
  }

  private Outcome give(Checkpoint shown) {
    return one(vote(true).inStep(shown), net.trustee, net.second);
  }

  private Outcome giveAt(Instant time, Checkpoint shown) {
    return net.executor
        .execute(
            net.store,
            head().height() + 1,
            time,
            List.of(net.request(vote(true).inStep(shown), net.trustee, net.second)))
        .outcomes()
        .getFirst();
  }

  private LedgerHead head() {
    return net.store.head().orElseThrow();
  }

  private Checkpoint signed(LedgerHead head) {
    return Checkpoint.sign("hansa", head, net.now(), SimPool.node(FIVE));
  }

  /// The head with one sub-ledger's roots changed.
  private LedgerHead with(LedgerRoots roots) {
    var ledgers = new ArrayList<>(head().ledgers());
    ledgers.replaceAll(there -> there.ledger() == roots.ledger() ? roots : there);
    return new LedgerHead(head().height(), head().time(), ledgers);
  }

  private LedgerHead lacking(SubLedger ledger, long transactions) {
    var there = head().roots(ledger);
    long size = there.size() - transactions;
    return with(
        new LedgerRoots(
            ledger, size, MerkleLog.root(size, Block.nodes(net.store, ledger)), there.stateRoot()));
  }

  private void grow(String name) {
    var account = TestNetwork.account(name);
    assertWritten(
        one(
            RequestBuilder.newNym(net.trustee.did(), account.did(), Fixture.key(account.nym())),
            net.trustee));
  }

  @Test
  void whoever_gives_a_vote_shows_a_checkpoint_that_the_node_signed() {
    assertRefused(one(vote(true), net.trustee, net.second), "checkpoint-missing");
    assertWritten(give(pool.own(FIVE)));
  }

  @Test
  void who_may_give_a_vote_is_looked_at_first() {
    assertRefused(one(vote(true), net.trustee), "not-authorised");
    assertRefused(one(vote(true).inStep(pool.own(FIVE)), net.trustee, steward), "not-authorised");
  }

  @Test
  void another_nodes_checkpoint_shows_nothing() {
    assertRefused(give(pool.own(4)), "checkpoint-other-signer");
    assertRefused(
        give(Checkpoint.sign("hansa", head(), net.now(), net.trustee.nym())),
        "checkpoint-other-signer");
  }

  @Test
  void a_checkpoint_that_was_changed_after_it_was_signed_shows_nothing() {
    var own = pool.own(FIVE);
    grow("later");
    var younger =
        new Checkpoint(
            own.network(), own.height() + 1, own.time(), own.signedAt(), own.ledgers(), own.seal());
    assertRefused(give(younger), "checkpoint-other-signer");
  }

  @Test
  void a_checkpoint_of_another_network_shows_nothing() {
    assertRefused(
        give(Checkpoint.sign("elsewhere", head(), net.now(), SimPool.node(FIVE))),
        "checkpoint-other-network");
    // Of the same name, by another genesis.
    var other = new TestNetwork().store.head().orElseThrow();
    assertRefused(give(signed(other)), "checkpoint-other-ledger");
  }

  @ParameterizedTest
  @EnumSource
  void a_root_that_this_ledger_never_had_shows_another_ledger(SubLedger ledger) {
    var there = head().roots(ledger);
    var wrong = TestNetwork.hash("never");
    assertRefused(
        give(signed(with(new LedgerRoots(ledger, there.size(), wrong, there.stateRoot())))),
        "checkpoint-other-ledger");
    assertRefused(
        give(signed(with(new LedgerRoots(ledger, there.size(), there.logRoot(), wrong)))),
        "checkpoint-other-ledger");
  }

  @Test
  void a_root_of_an_earlier_size_is_compared_too() {
    var there = head().roots(SubLedger.DOMAIN);
    var wrong =
        signed(
            with(
                new LedgerRoots(
                    SubLedger.DOMAIN, there.size(), TestNetwork.hash("never"), there.stateRoot())));
    var right = pool.own(FIVE);
    grow("later");
    assertRefused(give(wrong), "checkpoint-other-ledger");
    assertWritten(give(right));
  }

  @Test
  void a_checkpoint_of_what_is_still_to_come_shows_nothing() {
    var now = head();
    var higher = new LedgerHead(now.height() + 1, now.time(), now.ledgers());
    assertRefused(give(signed(higher)), "checkpoint-ahead");
    var later = new LedgerHead(now.height(), now.time().plusSeconds(10), now.ledgers());
    assertRefused(giveAt(now.time().plusSeconds(9), signed(later)), "checkpoint-ahead");
    var there = now.roots(SubLedger.DOMAIN);
    assertRefused(
        give(
            signed(
                with(
                    new LedgerRoots(
                        SubLedger.DOMAIN, there.size() + 1, there.logRoot(), there.stateRoot())))),
        "checkpoint-ahead");
  }

  /// A node that joined by a snapshot knows of no empty block, and decides as all do.
  @Test
  void a_checkpoint_of_an_empty_block_after_the_last_written_one_is_of_now() {
    var now = head();
    var later = new LedgerHead(now.height(), now.time().plusSeconds(10), now.ledgers());
    assertWritten(giveAt(now.time().plusSeconds(10), signed(later)));
  }

  @Test
  void what_the_block_itself_wrote_does_not_count_yet() {
    var account = TestNetwork.account("in-the-same-block");
    var nym =
        net.request(
            RequestBuilder.newNym(net.trustee.did(), account.did(), Fixture.key(account.nym())),
            net.trustee);
    // The root is the one that the log has in the middle of the block.
    var before = head().roots(SubLedger.DOMAIN);
    var result =
        net.executor.execute(
            net.store, head().height() + 1, net.now().plusSeconds(5), List.of(nym));
    var after = result.head().roots(SubLedger.DOMAIN);
    assertThat(after.size()).isEqualTo(before.size() + 1);
    var ahead = net.request(vote(true).inStep(signed(with(after))), net.trustee, net.second);
    var good = net.request(vote(true).inStep(pool.own(FIVE)), net.trustee, net.second);
    var outcomes = net.block(List.of(nym, ahead, good));
    assertWritten(outcomes.get(0));
    assertRefused(outcomes.get(1), "checkpoint-ahead");
    assertWritten(outcomes.get(2));
  }

  @Test
  void a_checkpoint_is_good_for_a_day_of_the_ledgers_time_to_the_second() {
    var own = pool.own(FIVE);
    assertThat(InStep.goodUntil(own)).isEqualTo(own.time().plus(Duration.ofHours(24)));
    assertWritten(giveAt(InStep.goodUntil(own), own));
    assertRefused(giveAt(InStep.goodUntil(own).plusSeconds(1), own), "checkpoint-too-old");
  }

  @Test
  void an_idle_ledgers_checkpoint_is_signed_anew_and_good_again() {
    var own = pool.own(FIVE);
    net.idle(Duration.ofHours(25));
    assertRefused(give(own), "checkpoint-too-old");
    assertThat(pool.own(FIVE).appHash()).isEqualTo(own.appHash());
    assertWritten(give(pool.own(FIVE)));
  }

  @Test
  void a_checkpoint_has_everything_that_the_ledger_had_at_its_time() {
    grow("a");
    grow("b");
    // Signed as if it were of now, though two transactions were written up to then.
    assertRefused(give(signed(lacking(SubLedger.DOMAIN, 2))), "checkpoint-behind");
    net.idle(Duration.ofSeconds(5));
    assertRefused(give(signed(lacking(SubLedger.DOMAIN, 1))), "checkpoint-behind");
    // A log of which nobody needs to know anything.
    assertRefused(give(signed(lacking(SubLedger.CONFIG, 1))), "checkpoint-behind");
    assertRefused(
        give(signed(lacking(SubLedger.POOL, head().roots(SubLedger.POOL).size()))),
        "checkpoint-behind");
    assertWritten(give(pool.own(FIVE)));
  }

  @Test
  void a_vote_that_was_taken_is_given_back_by_a_newer_checkpoint_only() {
    var before = pool.own(FIVE);
    assertWritten(give(before));
    grow("meanwhile");
    var meanwhile = pool.own(FIVE);
    assertWritten(one(vote(false), net.trustee, net.second));
    assertRefused(give(before), "checkpoint-before-leaving");
    assertRefused(give(meanwhile), "checkpoint-before-leaving");
    assertWritten(give(pool.own(FIVE)));
    assertThat(state().has("vote_taken")).isFalse();
  }

  private ObjectNode state() {
    var root = head().roots(SubLedger.POOL).stateRoot();
    return NodeEntry.all(net.store, root).stream()
        .filter(node -> node.key().equals(Fixture.key(SimPool.node(FIVE))))
        .findFirst()
        .orElseThrow()
        .data();
  }

  @Test
  void the_checkpoint_stands_in_the_log_and_not_in_the_state() {
    var own = pool.own(FIVE);
    assertThat(give(own))
        .isInstanceOfSatisfying(
            Outcome.Written.class,
            written ->
                assertThat(written.result().at("/txn/data/in_step")).isEqualTo(own.toJson()));
    assertThat(state().has("in_step")).isFalse();
  }

  @Test
  void where_no_vote_is_given_nothing_is_shown() {
    var shown = pool.own(FIVE);
    assertRefused(one(vote(false).inStep(shown), net.trustee, net.second), "nothing-to-change");
    var moves =
        RequestBuilder.node(steward.did(), Fixture.key(SimPool.node(FIVE)), "Node5")
            .at("127.0.1.55", 9701, "127.0.1.55", 9703, "ab".repeat(20));
    assertRefused(one(moves.inStep(shown), steward), "checkpoint-without-vote");
    assertWritten(give(shown));
    assertRefused(
        one(vote(false).inStep(pool.own(FIVE)), net.trustee, net.second),
        "checkpoint-without-vote");
    assertWritten(one(vote(false), net.trustee, net.second));
    var account = TestNetwork.account("steward-6");
    assertWritten(
        one(
            RequestBuilder.newNym(net.trustee.did(), account.did(), Fixture.key(account.nym()))
                .role(Role.STEWARD),
            net.trustee));
    assertRefused(one(pool.newNode(6).inStep(pool.own(6)), account), "checkpoint-without-vote");
    assertWritten(one(pool.newNode(6), account));
  }

  @Test
  void a_node_that_moves_needs_to_show_nothing() {
    var moves =
        RequestBuilder.node(
                TestNetwork.account("steward-1").did(), Fixture.key(SimPool.node(1)), "Node1")
            .at("127.0.1.11", 9701, "127.0.1.11", 9703, "ab".repeat(20))
            .votes(true);
    assertWritten(one(moves, TestNetwork.account("steward-1")));
  }

  @ParameterizedTest
  @CsvSource({
    "network, \"a b\"",
    "height, -1",
    "height, \"5\"",
    "time, \"yesterday\"",
    "signature, \"AAAA\"",
    "appHash, \"AAAA\"",
    "node, null",
    "more, 1",
    "ledgers, []",
    "pool, {}",
  })
  void a_checkpoint_has_its_one_form(String member, String value) {
    var json = net.request(vote(true).inStep(pool.own(FIVE))).toJson();
    var shown = (ObjectNode) json.at("/operation/in_step");
    var _ = shown.set(member, Json.parseObject("{\"v\":" + value + "}").get("v"));
    assertMalformed(json);
  }

  private void assertMalformed(ObjectNode json) {
    var request =
        IndyRequest.parse(json.toString())
            .signedBy(net.trustee.did(), net.trustee.nym())
            .signedBy(net.second.did(), net.second.nym());
    assertRefused(net.block(List.of(request)).getFirst(), "malformed-operation");
  }

  @Test
  void what_the_pool_vouches_for_does_not_show_what_the_node_has() {
    var json = net.request(vote(true).inStep(pool.own(FIVE))).toJson();
    var seal = pool.draft().seal(SimPool.signers(1, 2, 3, 4));
    var _ = ((ObjectNode) json.get("operation")).set("in_step", pool.checkpoint(seal).toJson());
    assertMalformed(json);
    var _ = ((ObjectNode) json.get("operation")).put("in_step", "AAAA");
    assertMalformed(json);
  }

  @Test
  void the_request_is_far_shorter_than_it_may_be() {
    var request =
        net.request(vote(true).inStep(pool.own(FIVE)), net.trustee, net.second, net.third);
    assertThat(Bytes.utf8(request.text()).length()).isLessThan(Limits.REQUEST_BYTES_MIN / 8);
  }
}
