package dev.hansa.ledgerpool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hansa.identity.Invariant;
import dev.hansa.identity.Json;
import dev.hansa.ledgerpool.StoryClock;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.domain.Engine;
import dev.hansa.ledgerpool.domain.LedgerApplication;
import dev.hansa.ledgerpool.domain.LedgerNode;
import dev.hansa.ledgerpool.domain.LedgerReads;
import dev.hansa.ledgerpool.domain.LedgerStore;
import dev.hansa.ledgerpool.domain.StoreFailed;
import dev.hansa.ledgerpool.domain.Submission;
import dev.hansa.ledgerpool.store.LedgerFolder;
import dev.hansa.ledgerpool.store.Replays;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.LedgerAudit;
import dev.hansa.ledgerprotocol.LedgerRoots;
import dev.hansa.ledgerprotocol.Outcome;
import dev.hansa.ledgerprotocol.Proofs;
import dev.hansa.ledgerprotocol.RequestBuilder;
import dev.hansa.ledgerprotocol.SubLedger;
import dev.hansa.ledgerprotocol.Unproved;
import dev.hansa.ledgerprotocol.rules.Rules;
import dev.hansa.ledgerprotocol.rules.RulesVersions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every engine promises, over the real rules and the real store.
public abstract class EngineContract {
  private static final int WAITING_MAX = 200;

  @TempDir Path folder;

  final StoryClock clock = new StoryClock();
  private LedgerFolder opened;
  private Engine engine;

  /// Where the network of the engine under test begins.
  protected abstract Genesis genesis();

  /// Starts the engine under test over a store in `folder`. It may signal nothing to others: one
  /// node, one order.
  protected abstract Engine start(
      Path folder, LedgerApplication application, StoryClock clock, int waitingMax);

  @BeforeEach
  void open() {
    opened = LedgerFolder.open(folder, genesis(), () -> TestNetwork.founding(genesis()));
    engine = start(node(), WAITING_MAX);
  }

  private Engine start(LedgerApplication application, int waitingMax) {
    return start(folder, application, clock, waitingMax);
  }

  Engine engine() {
    return engine;
  }

  void reopen() {
    engine.close();
    opened.close();
    open();
  }

  @AfterEach
  void close() {
    engine.close();
    opened.close();
  }

  LedgerStore store() {
    return opened.store();
  }

  private LedgerNode node() {
    return new LedgerNode(genesis(), store());
  }

  private void restart(LedgerApplication application, int waitingMax) {
    engine.close();
    engine = start(application, waitingMax);
  }

  Submission settled(IndyRequest request) throws Exception {
    return engine.submit(request).get(20, TimeUnit.SECONDS);
  }

  private long domainSize() {
    return store().checkpoint().orElseThrow().roots(SubLedger.DOMAIN).size();
  }

  private Outcome outcome(IndyRequest request) throws Exception {
    var submission = settled(request);
    assertThat(submission).isInstanceOf(Submission.Settled.class);
    return ((Submission.Settled) submission).outcome();
  }

  Outcome.Written written(IndyRequest request) throws Exception {
    var outcome = outcome(request);
    assertThat(outcome).isInstanceOf(Outcome.Written.class);
    return (Outcome.Written) outcome;
  }

  @Test
  void a_request_is_on_the_disk_when_it_is_answered() throws Exception {
    var written = written(TestNetwork.nym("a"));
    assertThat(written.alreadyThere()).isFalse();
    assertThat(store().transaction(SubLedger.DOMAIN, written.seqNo())).isPresent();
    assertThat(store().block(written.height()).orElseThrow().requests())
        .extracting(IndyRequest::digest)
        .containsExactly(TestNetwork.nym("a").digest());
    var file = Json.parseObject(Files.readString(folder.resolve("checkpoint.json")));
    assertThat(Checkpoint.parse(file).height()).isGreaterThanOrEqualTo(written.height());
  }

  @Test
  void the_answer_comes_with_a_checkpoint_that_holds_the_request() throws Exception {
    var submission = (Submission.Settled) settled(TestNetwork.nym("a"));
    var checkpoint = submission.checkpoint();
    assertThat(Proofs.verifyCheckpoint(checkpoint.toJson(), genesis())).isEqualTo(checkpoint);
    assertThat(checkpoint.roots(SubLedger.DOMAIN).size())
        .isEqualTo(((Outcome.Written) submission.outcome()).seqNo());
    assertThat(engine.checkpoint().appHash()).isEqualTo(checkpoint.appHash());
  }

  @Test
  void every_later_checkpoint_is_shown_to_go_on_from_every_earlier_one() throws Exception {
    var reads = new LedgerReads(genesis(), store(), engine);
    var seen = new ArrayList<Checkpoint>();
    for (int i = 0; i < 7; i++) {
      seen.add(((Submission.Settled) settled(TestNetwork.nym("grown-" + i))).checkpoint());
    }
    for (int i = 0; i < seen.size(); i++) {
      for (int j = i; j < seen.size(); j++) {
        var older = seen.get(i).roots(SubLedger.DOMAIN);
        var newer = seen.get(j).roots(SubLedger.DOMAIN);
        var answer = reads.consistency(SubLedger.DOMAIN, older.size(), newer.size()).orElseThrow();
        Proofs.verifyConsistency(answer, older, newer);
        var other =
            new LedgerRoots(older.ledger(), older.size(), older.stateRoot(), older.stateRoot());
        assertThat(catchThrowable(() -> Proofs.verifyConsistency(answer, other, newer)))
            .isInstanceOf(Unproved.class);
      }
    }
    long size = seen.getLast().roots(SubLedger.DOMAIN).size();
    assertThat(reads.consistency(SubLedger.DOMAIN, 1, size + 1)).isEmpty();
  }

  @Test
  void the_same_request_again_is_answered_with_where_it_was_written() throws Exception {
    var first = written(TestNetwork.nym("a"));
    var again = written(TestNetwork.nym("a"));
    assertThat(again.alreadyThere()).isTrue();
    assertThat(again.seqNo()).isEqualTo(first.seqNo());
    assertThat(again.height()).isEqualTo(first.height());
    assertThat(engine.checkpoint().roots(SubLedger.DOMAIN).size()).isEqualTo(first.seqNo());
  }

  @Test
  void what_the_rules_refuse_changes_nothing() throws Exception {
    assertThat(outcome(TestNetwork.nymByStranger("a")))
        .isEqualTo(
            new Outcome.Refused(
                "unknown-signer", "Everyone who signs is on the ledger and has a key."));
    assertThat(domainSize()).isEqualTo(genesis().domain().size());
  }

  @Test
  void an_unsigned_request_is_refused_before_it_is_ordered() throws Exception {
    var key = TestNetwork.key("a");
    var unsigned =
        RequestBuilder.newNym(
                TestNetwork.did(TestNetwork.TRUSTEE),
                TestNetwork.did(key),
                TestNetwork.publicKey(key))
            .reqId(1)
            .build();
    assertThat(outcome(unsigned))
        .isEqualTo(new Outcome.Refused("missing-signature", "A request is signed."));
  }

  @Test
  void of_many_at_once_none_is_lost_and_none_is_written_twice() throws Exception {
    var requests = IntStream.range(0, 60).mapToObj(i -> TestNetwork.nym("many-" + i % 40)).toList();
    var answers = new ArrayList<CompletableFuture<Submission>>();
    requests.forEach(request -> answers.add(engine.submit(request)));
    long fresh = 0;
    for (var answer : answers) {
      var outcome = ((Submission.Settled) answer.get(20, TimeUnit.SECONDS)).outcome();
      fresh += ((Outcome.Written) outcome).alreadyThere() ? 0 : 1;
    }
    assertThat(fresh).isEqualTo(40);
    assertThat(engine.checkpoint().roots(SubLedger.DOMAIN).size())
        .isEqualTo(genesis().domain().size() + 40);
    assertThat(LedgerAudit.firstDamage(store())).isEmpty();
  }

  @Test
  void the_kept_blocks_replay_to_the_same_app_hash() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(written(TestNetwork.nym("replayed-" + i))).isNotNull();
      assertThat(outcome(TestNetwork.nymByStranger("not-replayed-" + i))).isNotNull();
      clock.move(Duration.ofMinutes(1));
    }
    assertThat(Replays.appHash(genesis(), store())).isEqualTo(engine.checkpoint().appHash());
  }

  @Test
  void a_stopped_engine_takes_nothing() throws Exception {
    engine.close();
    assertThat(settled(TestNetwork.nym("a"))).isInstanceOf(Submission.Stopping.class);
  }

  @Test
  void what_waits_is_settled_before_the_engine_ends() throws Exception {
    var gate = new CountDownLatch(1);
    restart(new WrappedApplication.Slow(node(), gate), WAITING_MAX);
    var answers =
        IntStream.range(0, 20)
            .mapToObj(i -> engine.submit(TestNetwork.nym("waiting-" + i)))
            .toList();
    var closing = CompletableFuture.runAsync(engine::close);
    gate.countDown();
    closing.get(20, TimeUnit.SECONDS);
    for (var answer : answers) {
      assertThat(answer.getNow(new Submission.Unsettled())).isInstanceOf(Submission.Settled.class);
    }
  }

  @Test
  void more_than_may_wait_are_not_taken() throws Exception {
    var gate = new CountDownLatch(1);
    restart(new WrappedApplication.Slow(node(), gate), 3);
    var answers = new ArrayList<CompletableFuture<Submission>>();
    for (int i = 0; i < 50; i++) {
      answers.add(engine.submit(TestNetwork.nym("too-many-" + i)));
    }
    gate.countDown();
    int full = 0;
    for (var answer : answers) {
      full += answer.get(20, TimeUnit.SECONDS) instanceof Submission.QueueFull ? 1 : 0;
    }
    // Three wait; those that were taken before them are in the block that is held up.
    assertThat(full).isBetween(50 - 3 - 4, 50 - 3);
  }

  @Test
  void a_store_that_does_not_take_a_block_halts_the_node() throws Exception {
    restart(new WrappedApplication.Failing(node(), new StoreFailed("no space", null)), WAITING_MAX);
    assertThat(settled(TestNetwork.nym("a")))
        .isEqualTo(new Submission.Halted("the store cannot be written (no space)"));
    assertThat(engine.halted()).contains("the store cannot be written (no space)");
    assertThat(settled(TestNetwork.nym("b"))).isInstanceOf(Submission.Halted.class);
    assertThat(domainSize()).isEqualTo(genesis().domain().size());
  }

  @Test
  void a_fault_in_the_rules_halts_the_node() throws Exception {
    var broken = catchThrowable(() -> Invariant.holds(false, "x"));
    restart(new WrappedApplication.Failing(node(), broken), WAITING_MAX);
    assertThat(settled(TestNetwork.nym("a"))).isInstanceOf(Submission.Halted.class);
    assertThat(engine.halted()).isPresent();
  }

  @Test
  void a_halt_from_elsewhere_stops_the_order() throws Exception {
    engine.halt("a reader met damage");
    assertThat(settled(TestNetwork.nym("a")))
        .isEqualTo(new Submission.Halted("a reader met damage"));
  }

  @Test
  void a_node_without_the_rules_that_count_halts_before_their_height_and_goes_on_with_them()
      throws Exception {
    long height = store().checkpoint().orElseThrow().height() + 20;
    assertThat(written(TestNetwork.upgrade(2, height))).isNotNull();
    Submission last = settled(TestNetwork.nym("before"));
    for (int i = 0; !(last instanceof Submission.Halted); i++) {
      last = settled(TestNetwork.nym("before-" + i));
    }
    var sentence = "rules version 2 counts from height " + height + "; this program has up to 1";
    assertThat(last).isEqualTo(new Submission.Halted(sentence));
    assertThat(engine.halted()).contains(sentence);
    assertThat(store().checkpoint().orElseThrow().height()).isEqualTo(height - 1);
    var both = RulesVersions.of(Map.of(1L, Rules::apply, 2L, Rules::apply));
    restart(new LedgerNode(genesis(), store(), both), WAITING_MAX);
    assertThat(written(TestNetwork.nym("with-them")).height()).isGreaterThanOrEqualTo(height);
  }
}
