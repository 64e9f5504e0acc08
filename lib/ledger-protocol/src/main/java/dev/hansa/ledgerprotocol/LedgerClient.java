package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.identity.MalformedInput;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads and writes the ledger through nodes that it does not trust: an answer counts only if its
/// proof ends in a checkpoint that is fresh, vouched for as the genesis says, and not older than
/// what was seen before. Every [#HISTORY_EVERY] it has it shown that the ledger only grew since it
/// was seen first, and where it did not, both checkpoints are kept as [Evidence]. Where no node's
/// answer convinces, [LedgerUnavailable] says so, with the [Unproved] as its cause. For several
/// threads.
public final class LedgerClient {
  public static final Duration FRESHNESS_MAX = Duration.ofSeconds(60);

  /// How far a node's clock may be ahead of ours.
  public static final Duration SKEW_MAX = Duration.ofSeconds(60);

  /// How often a reader has it shown that the ledger only grew: one question per ledger that did.
  public static final Duration HISTORY_EVERY = Duration.ofSeconds(10);

  /// How long reads stand while no node has an answer to that question.
  public static final Duration HISTORY_UNANSWERED_MAX = Duration.ofMinutes(5);

  private final Genesis genesis;
  private final Trust trust;
  private final LedgerTransport transport;
  private final Clock clock;
  private final Duration freshnessMax;
  private final History history;
  private final AtomicReference<@Nullable Checkpoint> newest = new AtomicReference<>();
  private final AtomicLong lastWritten = new AtomicLong();

  public LedgerClient(Genesis genesis, LedgerTransport transport, Clock clock) {
    this(genesis, transport, clock, FRESHNESS_MAX);
  }

  public LedgerClient(
      Genesis genesis, LedgerTransport transport, Clock clock, Duration freshnessMax) {
    this(genesis, transport, clock, freshnessMax, EvidenceStore.none());
  }

  public LedgerClient(
      Genesis genesis,
      LedgerTransport transport,
      Clock clock,
      Duration freshnessMax,
      EvidenceStore evidence) {
    this.genesis = genesis;
    this.trust = Trust.of(genesis);
    this.transport = transport;
    this.clock = clock;
    this.freshnessMax = freshnessMax;
    this.history = new History(clock, evidence);
  }

  public Genesis genesis() {
    return genesis;
  }

  public String network() {
    return genesis.network();
  }

  /// How old the newest checkpoint may be.
  public Duration freshnessMax() {
    return freshnessMax;
  }

  /// Hands a request in and waits until it is on the ledger, or refused. What was written is
  /// proved; a refusal is the node's word.
  public WriteResult submit(IndyRequest request) {
    return ask((node, nodes) -> {
      var floor = newest.get();
      var answer = node.submit(request.text());
      return switch (answer.status()) {
        case 200, 201 ->
            written(request, answer.body(), checkpoint -> accept(checkpoint, floor, node, nodes));
        case 409 -> new WriteResult.OtherSignatures();
        case 422 ->
            new WriteResult.Refused(
                Proofs.wellFormed(() -> Json.text(answer.body(), "rule", 100)),
                Proofs.wellFormed(() -> Json.text(answer.body(), "detail", 1000)));
        default -> throw new LedgerUnavailable("a node did not take the request");
      };
    });
  }

  private WriteResult written(
      IndyRequest request, ObjectNode answer, Consumer<Checkpoint> acceptance) {
    var proved = Proofs.verifyTransaction(answer, "result", trust);
    var transaction = proved.transaction();
    var digest = transaction.path("txn").path("metadata").path("digest").asText("");
    if (!digest.equals(request.digest())) {
      throw new Unproved(Unproved.Reason.OTHER_QUESTION);
    }
    acceptance.accept(proved.checkpoint());
    var written =
        Proofs.wellFormed(() ->
            new WriteResult.Written(
                proved.ledger(),
                proved.seqNo(),
                Json.integer(answer, "height", 0, proved.checkpoint().height()),
                Transactions.time(transaction),
                Members.bool(answer, "alreadyThere")));
    lastWritten.accumulateAndGet(written.height(), Math::max);
    return written;
  }

  /// What stands under this key, or that nothing does.
  public Proved<Optional<Bytes>> state(SubLedger ledger, Bytes key) {
    return read(
        node -> node.state(ledger, key),
        answer -> {
          var proved = Proofs.verifyState(answer, trust);
          requireAsked(proved.ledger() == ledger && proved.key().equals(key));
          return new Proved<>(proved.value(), proved.checkpoint(), answer);
        });
  }

  /// Everything that stands under this prefix.
  public Proved<SortedMap<Bytes, Bytes>> list(SubLedger ledger, Bytes prefix) {
    return read(
        node -> node.list(ledger, prefix),
        answer -> {
          var proved = Proofs.verifyList(answer, trust);
          requireAsked(proved.ledger() == ledger && proved.prefix().equals(prefix));
          return new Proved<>(proved.entries(), proved.checkpoint(), answer);
        });
  }

  /// The transaction with this number, from 1.
  public Proved<ObjectNode> transaction(SubLedger ledger, long seqNo) {
    return read(
        node -> node.transaction(ledger, seqNo),
        answer -> {
          var proved = Proofs.verifyTransaction(answer, trust);
          requireAsked(proved.ledger() == ledger && proved.seqNo() == seqNo);
          return new Proved<>(proved.transaction(), proved.checkpoint(), answer);
        });
  }

  /// The ledger as it is now.
  public Checkpoint checkpoint() {
    return read(
            LedgerTransport::checkpoint,
            answer -> {
              var checkpoint = Proofs.verifyCheckpoint(answer, trust);
              return new Proved<>(checkpoint, checkpoint, answer);
            })
        .value();
  }

  /// The height of the last block in which this client saw a write of its own, 0 before. An answer
  /// of a lower height does not know that write.
  long lastWritten() {
    return lastWritten.get();
  }

  private <T> Proved<T> read(
      Function<LedgerTransport, LedgerTransport.Answer> question,
      Function<ObjectNode, Proved<T>> verify) {
    return ask((node, nodes) -> {
      // Before asking: an answer that overtakes this one must not make it look rolled back.
      var floor = newest.get();
      var answer = question.apply(node);
      if (answer.status() != 200) {
        throw new LedgerUnavailable("a node has no answer to the question");
      }
      var proved = verify.apply(answer.body());
      accept(proved.checkpoint(), floor, node, nodes);
      return proved;
    });
  }

  // Each node in turn, until one convinces.
  private <T> T ask(BiFunction<LedgerTransport, List<LedgerTransport>, T> exchange) {
    RuntimeException last = null;
    var nodes = transport.nodes();
    for (var node : nodes) {
      try {
        return exchange.apply(node, nodes);
      } catch (LedgerUnavailable | Unproved e) {
        last = e;
      } catch (MalformedInput e) {
        last = new Unproved(Unproved.Reason.MALFORMED_ANSWER);
      }
    }
    if (last instanceof LedgerUnavailable unavailable) {
      throw unavailable;
    }
    throw new LedgerUnavailable(
        last == null
            ? "there is no node to ask"
            : "no node's answer is proved: " + last.getMessage(),
        last);
  }

  private void accept(
      Checkpoint checkpoint,
      @Nullable Checkpoint floor,
      LedgerTransport node,
      List<LedgerTransport> nodes) {
    var now = clock.instant();
    if (checkpoint.signedAt().isBefore(now.minus(freshnessMax))) {
      throw new Unproved(Unproved.Reason.STALE_CHECKPOINT);
    }
    if (checkpoint.signedAt().isAfter(now.plus(SKEW_MAX))) {
      throw new Unproved(Unproved.Reason.CHECKPOINT_FROM_THE_FUTURE);
    }
    if (floor != null && checkpoint.height() < floor.height()) {
      history.keepContradiction(checkpoint, floor);
      throw new Unproved(Unproved.Reason.ROLLED_BACK);
    }
    history.requireNoContradiction(checkpoint, floor);
    history.require(checkpoint, node, nodes);
    newest.accumulateAndGet(
        checkpoint,
        (seen, next) ->
            seen == null || next == null || next.height() > seen.height() ? next : seen);
  }

  private static void requireAsked(boolean asked) {
    if (!asked) {
      throw new Unproved(Unproved.Reason.OTHER_QUESTION);
    }
  }
}
