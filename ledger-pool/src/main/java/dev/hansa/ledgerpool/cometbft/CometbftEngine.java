package dev.hansa.ledgerpool.cometbft;

import dev.hansa.identity.Signer;
import dev.hansa.ledgerpool.cometbft.AbciApplication.Finalised;
import dev.hansa.ledgerpool.cometbft.EngineLedger.Joining;
import dev.hansa.ledgerpool.cometbft.EngineRpc.EngineSilent;
import dev.hansa.ledgerpool.cometbft.Waitings.Decided;
import dev.hansa.ledgerpool.cometbft.Waitings.Waiting;
import dev.hansa.ledgerpool.domain.Engine;
import dev.hansa.ledgerpool.domain.LedgerApplication;
import dev.hansa.ledgerpool.domain.LedgerApplication.Check;
import dev.hansa.ledgerpool.domain.NotInStep;
import dev.hansa.ledgerpool.domain.SnapshotBase;
import dev.hansa.ledgerpool.domain.Snapshots;
import dev.hansa.ledgerpool.domain.StoreDamaged;
import dev.hansa.ledgerpool.domain.StoreFailed;
import dev.hansa.ledgerpool.domain.Submission;
import dev.hansa.ledgerpool.engine.EmbeddedEngine.Observer;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.LedgerHead;
import dev.hansa.ledgerprotocol.Outcome;
import dev.hansa.ledgerprotocol.rules.RulesVersionMissing;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The order of a pool: this node's engine agrees with those of the others. A request goes out in a
/// bundle, comes back in a block, and is answered once the header after that block, signed by more
/// than two thirds of the validators, proves it. The clock of this process decides nothing.
public final class CometbftEngine implements Engine {
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);
  private static final int HEADS_KEPT = 256;
  private static final Logger LOG = LoggerFactory.getLogger("engine");

  private final LedgerApplication application;
  private final Genesis genesis;
  private final Signer key;
  private final Observer observer;
  private final Waitings waitings;
  private final Outbox outbox;
  private final Sealer sealer;
  private final EngineRpc rpc;
  private final EnginePassage passage;
  private final AbciServer server;
  private final EngineChild child;
  private final Snapshots kept;
  private final Optional<SnapshotJoin> join;
  private final Thread sealing;
  private final Signal signal = new Signal();
  private final ConcurrentSkipListMap<Long, LedgerHead> heads = new ConcurrentSkipListMap<>();
  private final AtomicLong decidedHeight = new AtomicLong();
  private final AtomicReference<@Nullable Checkpoint> sealed = new AtomicReference<>();
  private final AtomicReference<@Nullable String> halted = new AtomicReference<>();
  private volatile boolean stopping;
  private volatile boolean ended;

  private CometbftEngine(
      EngineSettings settings,
      Genesis genesis,
      LedgerApplication application,
      EngineLedger ledger,
      Signer key,
      int waitingMax,
      Observer observer) {
    this.application = application;
    this.genesis = genesis;
    this.key = key;
    this.observer = observer;
    this.waitings = new Waitings(waitingMax);
    var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    this.rpc = new EngineRpc(settings.rpc(), http);
    this.passage = new EnginePassage(rpc, System::nanoTime);
    this.sealer = new Sealer(genesis, rpc, ledger.changes());
    ledger.base().ifPresent(sealer::begins);
    this.kept = ledger.kept();
    this.join = ledger.joining().map(this::join);
    this.outbox = new Outbox(rpc, waitings);
    var last = application.info();
    var _ = heads.put(last.height(), last.head());
    decidedHeight.set(last.height());
    new EngineHome(settings, genesis, ledger.joining().flatMap(Joining::anchor)).write();
    this.server =
        AbciServer.listen(
            settings.socket(),
            settings
                .layer()
                .around(
                    new AbciApplication(
                        genesis,
                        application,
                        new Bundles(),
                        new ProposalSize(settings.patience().proposal(), System::nanoTime),
                        new AbciSnapshots(kept, join),
                        new Blocks())));
    this.sealing = Thread.ofPlatform().name("sealer").unstarted(this::sealAll);
    this.child = EngineChild.start(settings, outbox::sendAllAgain);
  }

  /// Starts the engine beside this process and returns at once; it takes part when it has what the
  /// others have. Throws [CannotServe] where it is to begin with a snapshot and none can be had.
  public static CometbftEngine start(
      EngineSettings settings,
      Genesis genesis,
      LedgerApplication application,
      EngineLedger ledger,
      Signer key,
      int waitingMax,
      Observer observer) {
    var engine =
        new CometbftEngine(settings, genesis, application, ledger, key, waitingMax, observer);
    engine.sealing.start();
    engine.outbox.start();
    return engine;
  }

  private SnapshotJoin join(Joining joining) {
    return new SnapshotJoin(
        genesis, joining.store(), joining.place(), joining.trust()::sealAbove, key, this::joined);
  }

  private void joined(SnapshotBase base) {
    var head = base.checkpoint().head();
    sealer.begins(base);
    var _ = heads.put(head.height(), head);
    observer.committed(base.checkpoint(), 0, Duration.ZERO);
  }

  @Override
  public CompletableFuture<Submission> submit(IndyRequest request) {
    var why = halted.get();
    if (why != null) {
      return CompletableFuture.completedFuture(new Submission.Halted(why));
    }
    if (stopping) {
      return CompletableFuture.completedFuture(new Submission.Stopping());
    }
    if (application.check(request) instanceof Check.Refused(var rule, var detail)) {
      return CompletableFuture.completedFuture(
          new Submission.Settled(new Outcome.Refused(rule, detail), application.info()));
    }
    if (!waitings.enter()) {
      return CompletableFuture.completedFuture(new Submission.QueueFull());
    }
    var waiting = new Waiting(request, new CompletableFuture<>());
    outbox.add(waiting);
    // The engine may have ended between the look above and this.
    if (ended) {
      refuseAll();
    }
    return waiting.answer();
  }

  @Override
  public Checkpoint checkpoint() {
    var last = sealed.get();
    if (last == null) {
      throw new NotInStep("the pool has not vouched for anything yet that this node could pass on");
    }
    return last;
  }

  @Override
  public Optional<String> halted() {
    return Optional.ofNullable(halted.get());
  }

  @Override
  public int waiting() {
    return waitings.size();
  }

  @Override
  public void halt(String why) {
    if (halted.compareAndSet(null, why)) {
      LOG.error("the node has halted: {}", why);
      // From a thread of its own, as the engine's question may be what led here.
      var _ = Thread.ofPlatform().name("halt").start(this::end);
    }
  }

  /// How far the node is that begins with a snapshot, in words; nothing once it has it.
  public Optional<String> joining() {
    return join.flatMap(SnapshotJoin::words);
  }

  /// What light clients ask the engine.
  public EnginePassage passage() {
    return passage;
  }

  /// How the engine does, for its operator.
  public EngineWatch watch() {
    return new EngineWatch(rpc, child, application, waitings);
  }

  // Everything that the engine decides comes through here, one block after another.
  private final class Blocks implements AbciApplication.Committer {
    @Override
    public void decided(long height) {
      var _ = decidedHeight.accumulateAndGet(height, Math::max);
      signal.set();
    }

    @Override
    public void commit(Finalised finalised) {
      long began = System.nanoTime();
      var block = finalised.block();
      var result = finalised.result().at(block.height(), block.time());
      var checkpoint = Checkpoint.sign(genesis.network(), result.head(), block.time(), key);
      application.commit(block, result, checkpoint);
      var _ = heads.put(block.height(), result.head());
      if (heads.size() > HEADS_KEPT) {
        var _ = heads.pollFirstEntry();
      }
      result.validators().ifPresent(after -> sealer.changed(new Change(block.height(), after)));
      observer.committed(
          checkpoint, block.requests().size(), Duration.ofNanos(System.nanoTime() - began));
      settle(finalised, result.head());
      kept.committed(result.head());
      signal.set();
    }

    @Override
    public void failed(Throwable failure) {
      if (failure instanceof RulesVersionMissing missing) {
        halt(String.valueOf(missing.getMessage()));
        return;
      }
      LOG.error("a block cannot be executed or kept", failure);
      halt(
          switch (failure) {
            case StoreFailed e -> "the store cannot be written (" + e.getMessage() + ")";
            case StoreDamaged e -> "the store is damaged: " + e.getMessage();
            default -> "a block could not be executed, which is a fault of this program";
          });
    }
  }

  // A refusal is this node's word and needs no proof; what was written waits for it.
  private void settle(Finalised finalised, LedgerHead head) {
    var waitForProof = new ArrayList<Decided>();
    for (var executed : finalised.transactions()) {
      var mine = waitings.take(executed.transaction());
      if (mine.isEmpty()) {
        continue;
      }
      var waiting = mine.orElseThrow().waiting();
      for (int i = 0; i < waiting.size(); i++) {
        var outcome = executed.outcomes().get(i);
        if (outcome instanceof Outcome.Written) {
          waitForProof.add(new Decided(waiting.get(i), outcome));
        } else {
          waitings.answer(waiting.get(i), new Submission.Settled(outcome, application.info()));
        }
      }
    }
    var last = sealed.get();
    if (last != null && last.appHash().equals(head.appHash())) {
      // Nothing new was written: what is proved already proves these, too.
      waitForProof.forEach(
          one -> waitings.answer(one.waiting(), new Submission.Settled(one.outcome(), last)));
    } else {
      waitings.decided(head.height(), waitForProof);
    }
  }

  private void sealAll() {
    while (!ended) {
      try {
        sealWanted();
        sealNewest();
        signal.await(Duration.ofSeconds(1));
      } catch (EngineSilent e) {
        LOG.debug("no proof yet: {}", e.getMessage());
        signal.pause(Duration.ofMillis(20));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException | Error e) {
        LOG.error("a proof cannot be made", e);
        halt("a proof could not be made, which is a fault of this program");
        return;
      }
    }
  }

  private void sealWanted() throws EngineSilent {
    for (long height : waitings.heights()) {
      var head = heads.get(height);
      if (head != null && height < decidedHeight.get()) {
        seal(head, height + 1);
      }
    }
  }

  // The newest header vouches for the ledger before it; on a pool that idles since this node
  // started, that ledger is the same as the one that was committed with it.
  private void sealNewest() throws EngineSilent {
    long newest = decidedHeight.get();
    var last = sealed.get();
    if (newest < 1 || (last != null && last.height() >= newest - 1)) {
      return;
    }
    var head = heads.get(newest - 1);
    if (head == null) {
      var own = heads.get(newest);
      head = own == null ? null : new LedgerHead(newest - 1, own.time(), own.ledgers());
    }
    if (head != null) {
      seal(head, newest);
    }
  }

  private void seal(LedgerHead head, long headerHeight) throws EngineSilent {
    var signed = sealer.header(headerHeight);
    if (!Sealer.names(signed, head.appHash())) {
      if (heads.containsKey(head.height())) {
        halt(
            "the pool came to another app hash than this node at height "
                + head.height()
                + "; this node's store or program is not like the others'");
      }
      return;
    }
    var checkpoint = sealer.seal(head, signed);
    var _ =
        sealed.accumulateAndGet(
            checkpoint,
            (old, next) ->
                old == null || next == null || next.height() > old.height() ? next : old);
    for (var one : waitings.takeDecided(head.height())) {
      waitings.answer(one.waiting(), new Submission.Settled(one.outcome(), checkpoint));
    }
  }

  private Submission refusal() {
    var why = halted.get();
    return why == null ? new Submission.Stopping() : new Submission.Halted(why);
  }

  private void refuseAll() {
    outbox.takeAll().forEach(waiting -> waitings.answer(waiting, refusal()));
    waitings.takeAll().forEach(waiting -> waitings.answer(waiting, refusal()));
  }

  private void end() {
    child.close();
    ended = true;
    signal.set();
    outbox.close();
    server.close();
    join.ifPresent(SnapshotJoin::close);
    refuseAll();
  }

  @Override
  public void close() {
    stopping = true;
    long until = System.nanoTime() + CLOSE_MAX.toNanos();
    try {
      while (waitings.size() > 0 && halted.get() == null && System.nanoTime() - until < 0) {
        signal.pause(Duration.ofMillis(20));
      }
    } catch (RuntimeException e) {
      LOG.debug("waiting for what is on its way ended early", e);
    }
    end();
    try {
      sealing.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The heads that are kept for proofs, for tests.
  Map<Long, LedgerHead> heads() {
    return Map.copyOf(heads);
  }
}
