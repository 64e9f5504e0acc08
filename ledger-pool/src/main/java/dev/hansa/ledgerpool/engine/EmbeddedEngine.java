package dev.hansa.ledgerpool.engine;

import dev.hansa.identity.Invariant;
import dev.hansa.identity.Signer;
import dev.hansa.ledgerpool.domain.Block;
import dev.hansa.ledgerpool.domain.Engine;
import dev.hansa.ledgerpool.domain.LedgerApplication;
import dev.hansa.ledgerpool.domain.LedgerApplication.Check;
import dev.hansa.ledgerpool.domain.StoreDamaged;
import dev.hansa.ledgerpool.domain.StoreFailed;
import dev.hansa.ledgerpool.domain.Submission;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.Outcome;
import dev.hansa.ledgerprotocol.rules.RulesVersionMissing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The order of one process. One thread, the sequencer, takes what waits, executes it as a block,
/// puts it on the disk and only then answers; while it does, the next block gathers. So a block is
/// as large as the load asks for, and one sync serves all of it. The node's key signs each
/// checkpoint.
public final class EmbeddedEngine implements Engine {
  /// A checkpoint that readers get was signed at most this long ago; they refuse one of 60 s.
  static final Duration SIGNED_AGO_MAX = Duration.ofSeconds(10);

  private static final Duration RENEWAL_WAIT_MAX = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger("engine");

  private final LedgerApplication application;
  private final Clock clock;
  private final Signer key;
  private final BlockingQueue<Item> queue;
  private final Observer observer;
  private final Thread sequencer;
  private final AtomicReference<@Nullable CompletableFuture<Checkpoint>> renewal =
      new AtomicReference<>();
  private final AtomicReference<@Nullable String> halted = new AtomicReference<>();
  private volatile Checkpoint current;
  private volatile boolean stopping;
  private volatile boolean ended;

  private sealed interface Item {}

  private record Waiting(IndyRequest request, CompletableFuture<Submission> answer)
      implements Item {}

  /// Only wakes the sequencer, to look at what else there is to do.
  private record Nudge() implements Item {}

  /// Told of each block once it is on the disk.
  @FunctionalInterface
  public interface Observer {
    void committed(Checkpoint checkpoint, int requests, Duration took);
  }

  private EmbeddedEngine(
      LedgerApplication application, Signer key, Clock clock, int waitingMax, Observer observer) {
    this.application = application;
    this.key = key;
    this.clock = clock;
    this.queue = new ArrayBlockingQueue<>(waitingMax);
    this.observer = observer;
    this.current = application.info();
    this.sequencer = Thread.ofPlatform().name("sequencer").unstarted(this::run);
  }

  /// Starts the sequencer. `waitingMax` requests may wait; more are not taken.
  public static EmbeddedEngine start(
      LedgerApplication application, Signer key, Clock clock, int waitingMax, Observer observer) {
    var engine = new EmbeddedEngine(application, key, clock, waitingMax, observer);
    engine.sequencer.start();
    return engine;
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
          new Submission.Settled(new Outcome.Refused(rule, detail), current));
    }
    var waiting = new Waiting(request, new CompletableFuture<>());
    if (!queue.offer(waiting)) {
      return CompletableFuture.completedFuture(new Submission.QueueFull());
    }
    // The sequencer may have ended between the look above and the offer.
    if (ended) {
      refuseWaiting();
    }
    return waiting.answer();
  }

  @Override
  public int waiting() {
    return queue.size();
  }

  @Override
  public Optional<String> halted() {
    return Optional.ofNullable(halted.get());
  }

  @Override
  public void halt(String why) {
    if (halted.compareAndSet(null, why)) {
      LOG.error("the node has halted: {}", why);
    }
  }

  @Override
  public Checkpoint checkpoint() {
    var last = current;
    if (!isOld(last) || stopping || halted.get() != null) {
      return last;
    }
    var mine = new CompletableFuture<Checkpoint>();
    var wanted = renewal.compareAndExchange(null, mine);
    nudge();
    if (ended) {
      endRenewal();
    }
    try {
      // The sequencer alone writes; readers wait for it rather than for each other.
      return (wanted == null ? mine : wanted)
          .get(RENEWAL_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return current;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return current;
    }
  }

  private boolean isOld(Checkpoint checkpoint) {
    return Duration.between(checkpoint.signedAt(), clock.instant()).compareTo(SIGNED_AGO_MAX) > 0;
  }

  private void nudge() {
    // No place for it means that the sequencer is busy, and looks anyway.
    var _ = queue.offer(new Nudge());
  }

  private void run() {
    var batch = new ArrayList<Waiting>();
    try {
      while (halted.get() == null) {
        if (batch.isEmpty()) {
          if (stopping && queue.isEmpty()) {
            break;
          }
          add(queue.take(), batch);
        }
        renewIfWanted();
        gather(batch);
        if (!batch.isEmpty()) {
          settle(batch);
        }
      }
    } catch (InterruptedException e) {
      halt("the sequencer was interrupted");
    } catch (StoreFailed e) {
      LOG.error("the store failed", e);
      halt("the store cannot be written (" + e.getMessage() + ")");
    } catch (StoreDamaged e) {
      LOG.error("the store is damaged", e);
      halt("the store is damaged: " + e.getMessage());
    } catch (RulesVersionMissing e) {
      halt(String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      // Nothing may be guessed about a block that could not be executed.
      LOG.error("a block failed by a fault of ours", e);
      halt("a block could not be executed, which is a fault of this program");
    } finally {
      ended = true;
      batch.forEach(waiting -> waiting.answer().complete(refusal()));
      refuseWaiting();
      endRenewal();
    }
  }

  private void gather(List<Waiting> batch) {
    while (batch.size() < Block.REQUESTS_MAX) {
      var next = queue.poll();
      if (next == null) {
        return;
      }
      add(next, batch);
    }
  }

  private static void add(Item item, List<Waiting> batch) {
    switch (item) {
      case Waiting waiting -> batch.add(waiting);
      case Nudge _ -> {}
    }
  }

  private void refuseWaiting() {
    for (var left = queue.poll(); left != null; left = queue.poll()) {
      if (left instanceof Waiting waiting) {
        var _ = waiting.answer().complete(refusal());
      }
    }
  }

  private Submission refusal() {
    var why = halted.get();
    return why == null ? new Submission.Stopping() : new Submission.Halted(why);
  }

  // Takes one block's worth from the batch and answers it.
  private void settle(List<Waiting> batch) {
    long started = System.nanoTime();
    var requests = batch.stream().map(Waiting::request).toList();
    int count = application.prepare(requests);
    var previous = current;
    var now = notBefore(previous);
    var block =
        new Block(previous.height() + 1, blockTime(previous, now), requests.subList(0, count));
    Invariant.holds(application.process(block), "the engine proposes what may be executed");
    var result = application.finalise(block);
    if (result.isChange()) {
      var next = Checkpoint.sign(previous.network(), result.head(), now, key);
      application.commit(block, result, next);
      current = next;
      observer.committed(next, count, Duration.ofNanos(System.nanoTime() - started));
    }
    for (int i = 0; i < count; i++) {
      var outcome = result.outcomes().get(i);
      var _ = batch.get(i).answer().complete(new Submission.Settled(outcome, current));
    }
    batch.subList(0, count).clear();
  }

  // The clock, which for this ledger never goes back.
  private Instant notBefore(Checkpoint previous) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return now.isAfter(previous.signedAt()) ? now : previous.signedAt();
  }

  // Indy's times are whole seconds.
  private static Instant blockTime(Checkpoint previous, Instant now) {
    var time = now.truncatedTo(ChronoUnit.SECONDS);
    return time.isAfter(previous.time()) ? time : previous.time();
  }

  private void renewIfWanted() {
    if (renewal.get() != null) {
      var previous = current;
      if (isOld(previous)) {
        var next = Checkpoint.sign(previous.network(), previous.head(), notBefore(previous), key);
        application.renew(next);
        current = next;
      }
      endRenewal();
    }
  }

  private void endRenewal() {
    var wanted = renewal.getAndSet(null);
    if (wanted != null) {
      var _ = wanted.complete(current);
    }
  }

  @Override
  public void close() {
    stopping = true;
    nudge();
    try {
      sequencer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
