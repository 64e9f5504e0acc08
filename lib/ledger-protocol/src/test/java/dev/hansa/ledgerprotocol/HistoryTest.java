package dev.hansa.ledgerprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.LedgerUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What a client makes of a ledger that is said to have grown.
class HistoryTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final Fixture f = new Fixture();
  private final List<Evidence> kept = new ArrayList<>();

  /// A node whose answers about consistency are counted, and are what the test makes of them.
  private static class Asked implements LedgerTransport {
    private final LedgerTransport node;
    private final AtomicInteger questions = new AtomicInteger();
    private UnaryOperator<Answer> answered = answer -> answer;

    Asked(LedgerTransport node) {
      this.node = node;
    }

    @Override
    public Answer submit(String request) {
      return node.submit(request);
    }

    @Override
    public Answer state(SubLedger ledger, Bytes key) {
      return node.state(ledger, key);
    }

    @Override
    public Answer list(SubLedger ledger, Bytes prefix) {
      return node.list(ledger, prefix);
    }

    @Override
    public Answer transaction(SubLedger ledger, long seqNo) {
      return node.transaction(ledger, seqNo);
    }

    @Override
    public Answer checkpoint() {
      return node.checkpoint();
    }

    @Override
    public Answer consistency(SubLedger ledger, long first, long second) {
      questions.incrementAndGet();
      return answered.apply(node.consistency(ledger, first, second));
    }
  }

  private record Nodes(List<LedgerTransport> nodes, LedgerTransport any)
      implements LedgerTransport {
    @Override
    public Answer submit(String request) {
      return any.submit(request);
    }

    @Override
    public Answer state(SubLedger ledger, Bytes key) {
      return any.state(ledger, key);
    }

    @Override
    public Answer list(SubLedger ledger, Bytes prefix) {
      return any.list(ledger, prefix);
    }

    @Override
    public Answer transaction(SubLedger ledger, long seqNo) {
      return any.transaction(ledger, seqNo);
    }

    @Override
    public Answer checkpoint() {
      return any.checkpoint();
    }

    @Override
    public Answer consistency(SubLedger ledger, long first, long second) {
      return any.consistency(ledger, first, second);
    }
  }

  private LedgerClient client(LedgerTransport... nodes) {
    return new LedgerClient(
        f.ledger.genesis(),
        new Nodes(List.of(nodes), nodes[0]),
        f,
        LedgerClient.FRESHNESS_MAX,
        kept::add);
  }

  private void grows() {
    f.passes(TEN_SECONDS);
    assertThat(f.account()).isNotNull();
  }

  private static LedgerTransport.Answer none(LedgerTransport.Answer answer) {
    return new LedgerTransport.Answer(404, Json.newObject());
  }

  // A true answer with one hash that is another.
  private static LedgerTransport.Answer garbled(LedgerTransport.Answer answer) {
    var json = answer.body().deepCopy();
    var _ = ((ArrayNode) json.get("path")).set(0, Bytes.utf8("x").sha256().toBase64Url());
    return new LedgerTransport.Answer(200, json);
  }

  private static void assertRefused(LedgerClient client, Unproved.Reason reason) {
    assertThatThrownBy(client::checkpoint)
        .isInstanceOf(LedgerUnavailable.class)
        .cause()
        .isInstanceOfSatisfying(
            Unproved.class, unproved -> assertThat(unproved.reason()).isEqualTo(reason));
  }

  @Test
  void a_ledger_that_grew_is_asked_about_once_in_ten_seconds() {
    var node = new Asked(f.ledger);
    var client = client(node);
    assertThat(client.checkpoint().height()).isZero();
    assertThat(f.account()).isNotNull();
    f.passes(TEN_SECONDS.minusNanos(1));
    assertThat(client.checkpoint().height()).isEqualTo(1);
    assertThat(node.questions).hasValue(0);
    f.passes(Duration.ofNanos(1));
    for (int i = 0; i < 5; i++) {
      assertThat(client.checkpoint().height()).isEqualTo(1);
    }
    assertThat(node.questions).hasValue(1);
    f.passes(Duration.ofMinutes(1));
    assertThat(client.checkpoint().height()).isEqualTo(1);
    assertThat(node.questions).as("a ledger that did not grow").hasValue(1);
    grows();
    assertThat(client.checkpoint().height()).isEqualTo(2);
    assertThat(node.questions).hasValue(2);
    assertThat(kept).isEmpty();
  }

  @Test
  void a_node_that_rewrites_an_old_transaction_and_signs_on_is_refused_and_leaves_evidence() {
    var node = new RewritingNode(f.ledger, f);
    var client = client(node);
    var before = client.checkpoint();
    grows();
    assertThat(client.checkpoint().height()).isEqualTo(1);
    grows();
    node.rewrite();
    assertRefused(client, Unproved.Reason.REWRITTEN);
    assertThat(kept)
        .singleElement()
        .satisfies(found -> {
          assertThat(found.kind()).isEqualTo(Evidence.Kind.HISTORY_NOT_PROVED);
          assertThat(found.kind().convicts()).isFalse();
          assertThat(found.first().height()).isEqualTo(1);
          assertThat(found.second().appHash()).isEqualTo(node.signed().appHash());
          assertThat(found.second().appHash()).isNotEqualTo(f.ledger.signedCheckpoint().appHash());
          assertThat(Evidence.verify(found.toJson(), f.ledger.genesis())).isEqualTo(found);
        });
    // However often it is asked, and not only once in ten seconds.
    assertRefused(client, Unproved.Reason.REWRITTEN);
    assertThat(before.height()).isZero();
  }

  @Test
  void a_node_that_rewrites_at_once_and_adds_nothing_contradicts_itself() {
    var node = new RewritingNode(f.ledger, f);
    var client = client(node);
    var before = client.checkpoint();
    node.rewrite();
    assertRefused(client, Unproved.Reason.CONTRADICTION);
    assertThat(kept)
        .singleElement()
        .satisfies(found -> {
          assertThat(found.kind()).isEqualTo(Evidence.Kind.TWO_APP_HASHES);
          assertThat(found.kind().convicts()).isTrue();
          assertThat(List.of(found.first().appHash(), found.second().appHash()))
              .containsExactlyInAnyOrder(before.appHash(), node.signed().appHash());
          assertThat(found.sentence()).startsWith("Height 0 was signed with two app hashes: ");
          assertThat(Evidence.verify(found.toJson(), f.ledger.genesis())).isEqualTo(found);
        });
  }

  @Test
  void two_stories_that_a_pool_signed_are_evidence_and_with_too_few_votes_they_are_not() {
    var pool = new SimPool();
    var honest = pool.checkpoint(pool.draft().seal(SimPool.signers(1, 2, 3, 4)));
    var signed = forked(pool, honest, 2, 3, 4);
    var told = new ArrayDeque<>(List.of(honest, signed));
    var node =
        new Asked(f.ledger) {
          @Override
          public Answer checkpoint() {
            return new Answer(200, told.remove().toJson());
          }
        };
    var client =
        new LedgerClient(
            pool.genesis,
            node,
            Clock.fixed(pool.net.now(), ZoneOffset.UTC),
            LedgerClient.FRESHNESS_MAX,
            kept::add);
    assertThat(client.checkpoint()).isEqualTo(honest);
    assertRefused(client, Unproved.Reason.CONTRADICTION);
    assertThat(kept)
        .singleElement()
        .satisfies(found -> {
          assertThat(found.kind()).isEqualTo(Evidence.Kind.TWO_APP_HASHES);
          assertThat(Evidence.verify(found.toJson(), pool.genesis)).isEqualTo(found);
        });
    var unsigned = Evidence.between(honest, forked(pool, honest, 2, 3)).orElseThrow();
    assertThatThrownBy(() -> Evidence.verify(unsigned.toJson(), pool.genesis))
        .isInstanceOfSatisfying(
            Unproved.class,
            e -> assertThat(e.reason()).isEqualTo(Unproved.Reason.TOO_FEW_SIGNATURES));
  }

  private static Checkpoint forked(SimPool pool, Checkpoint honest, int... signers) {
    var roots =
        honest.ledgers().stream()
            .map(each ->
                new LedgerRoots(
                    each.ledger(), each.size(), each.logRoot(), SimPool.hash("another state")))
            .toList();
    var seal = pool.draft().of(LedgerHead.appHash(roots)).seal(SimPool.signers(signers));
    return Checkpoint.sealed("hansa", new LedgerHead(honest.height(), honest.time(), roots), seal);
  }

  @Test
  void a_log_that_shrank_or_was_changed_in_place_is_evidence_and_one_that_grew_is_not() {
    var node = new RewritingNode(f.ledger, f);
    var older = f.ledger.signedCheckpoint();
    assertThat(f.account()).isNotNull();
    var newer = f.ledger.signedCheckpoint();
    assertThat(Evidence.between(older, newer)).isEmpty();
    assertThat(Evidence.between(older, older)).isEmpty();
    var was = older.roots(SubLedger.DOMAIN);
    var shrunk =
        node.sign(
            newer,
            roots ->
                new LedgerRoots(
                    roots.ledger(), was.size() - 1, roots.logRoot(), roots.stateRoot()));
    assertThat(Evidence.between(shrunk, older))
        .get()
        .satisfies(found -> {
          assertThat(found.kind()).isEqualTo(Evidence.Kind.LOG_SHRANK);
          assertThat(found.first()).isEqualTo(older);
          assertThat(found.sentence()).contains("the log of the domain ledger got shorter");
        });
    var changed =
        node.sign(
            newer,
            roots ->
                new LedgerRoots(roots.ledger(), was.size(), roots.logRoot(), roots.stateRoot()));
    assertThat(Evidence.between(older, changed))
        .get()
        .satisfies(found -> {
          assertThat(found.kind()).isEqualTo(Evidence.Kind.LOG_CHANGED);
          assertThat(found.sentence())
              .contains("the log of the domain ledger was changed in place");
        });
  }

  @Test
  void a_node_without_an_answer_stops_reads_after_five_minutes_and_not_before() {
    var node = new Asked(f.ledger);
    node.answered = HistoryTest::none;
    var client = client(node);
    assertThat(client.checkpoint().height()).isZero();
    // However long nobody read: what counts is how long there was no answer.
    f.passes(Duration.ofHours(1));
    assertThat(f.account()).isNotNull();
    assertThat(client.checkpoint().height()).isEqualTo(1);
    f.passes(LedgerClient.HISTORY_UNANSWERED_MAX);
    assertThat(client.checkpoint().height()).isEqualTo(1);
    f.passes(Duration.ofNanos(1));
    assertThatThrownBy(client::checkpoint)
        .isInstanceOf(LedgerUnavailable.class)
        .hasMessageContaining("no node shows that the ledger goes on")
        .hasNoCause();
    assertThat(node.questions).as("not more than once in ten seconds").hasValue(2);
    node.answered = answer -> answer;
    f.passes(TEN_SECONDS);
    assertThat(client.checkpoint().height()).isEqualTo(1);
    assertThat(kept).isEmpty();
  }

  @Test
  void where_one_node_has_no_answer_or_a_wrong_one_the_next_is_asked() {
    for (var first :
        List.<UnaryOperator<LedgerTransport.Answer>>of(
            HistoryTest::none,
            HistoryTest::garbled,
            _ -> {
              throw new LedgerUnavailable("it did not answer");
            })) {
      var one = new Asked(f.ledger);
      var other = new Asked(f.ledger);
      one.answered = first;
      var client = client(one, other);
      assertThat(client.checkpoint()).isNotNull();
      grows();
      assertThat(client.checkpoint()).isNotNull();
      assertThat(one.questions).hasValue(1);
      assertThat(other.questions).hasValue(1);
    }
    assertThat(kept).isEmpty();
  }

  @Test
  void a_garbled_proof_is_refused_until_there_is_a_right_one() {
    var node = new Asked(f.ledger);
    var client = client(node);
    assertThat(client.checkpoint()).isNotNull();
    grows();
    node.answered = HistoryTest::garbled;
    assertRefused(client, Unproved.Reason.REWRITTEN);
    node.answered = HistoryTest::none;
    assertThatThrownBy(client::checkpoint).isInstanceOf(LedgerUnavailable.class);
    node.answered = answer -> answer;
    assertThat(client.checkpoint()).isNotNull();
    assertThat(kept).extracting(Evidence::kind).containsOnly(Evidence.Kind.HISTORY_NOT_PROVED);
  }

  @Test
  void while_one_thread_asks_the_others_read_on() throws Exception {
    var node = new Asked(f.ledger);
    var client = client(node);
    assertThat(client.checkpoint()).isNotNull();
    grows();
    var reached = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    node.answered =
        answer -> {
          reached.countDown();
          assertThatCode(() -> assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue())
              .doesNotThrowAnyException();
          return answer;
        };
    var first = CompletableFuture.supplyAsync(client::checkpoint, Thread::startVirtualThread);
    assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 20; i++) {
      assertThat(client.checkpoint().height()).isEqualTo(1);
    }
    assertThat(first).isNotDone();
    gate.countDown();
    assertThat(first.get(20, TimeUnit.SECONDS).height()).isEqualTo(1);
    assertThat(node.questions).hasValue(1);
  }
}
