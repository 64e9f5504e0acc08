package dev.hansa.ledgerpool.cometbft;

import com.google.protobuf.ByteString;
import dev.hansa.ledgerpool.cometbft.EngineRpc.EngineSilent;
import dev.hansa.ledgerpool.cometbft.Waitings.Waiting;
import dev.hansa.ledgerpool.domain.Submission;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gathers the requests of a few milliseconds into a bundle and hands it to the engine; again after
/// a while, and after a start of the engine, as it forgets what was not in a block. What was
/// written twice that way is written once: the rules see to it.
final class Outbox implements AutoCloseable {
  private static final Duration GATHER = Duration.ofMillis(4);

  /// As long as an earlier bundle waits for its block, more gather. Each transaction costs the
  /// engines of all nodes about as much as the requests in it, and one that is handed in while a
  /// block is on its way is in the next one at best.
  private static final Duration GATHER_BEHIND = Duration.ofMillis(150);

  private static final Duration AGAIN = Duration.ofSeconds(3);
  private static final Duration GIVE_UP = Duration.ofSeconds(60);
  private static final int AT_ONCE = 16;
  private static final Logger LOG = LoggerFactory.getLogger("engine");

  private final EngineRpc rpc;
  private final Waitings waitings;
  private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final byte[] run = new byte[8];
  private final AtomicLong number = new AtomicLong();
  private final Thread gatherer;
  private final AtomicBoolean sendingAgain = new AtomicBoolean();
  private volatile boolean ended;

  Outbox(EngineRpc rpc, Waitings waitings) {
    this.rpc = rpc;
    this.waitings = waitings;
    new SecureRandom().nextBytes(run);
    this.gatherer = Thread.ofPlatform().name("gatherer").unstarted(this::gatherAll);
  }

  void start() {
    gatherer.start();
  }

  void add(Waiting waiting) {
    queue.add(waiting);
  }

  private void gatherAll() {
    long lastLook = System.nanoTime();
    try {
      while (!ended) {
        var first = queue.poll(500, TimeUnit.MILLISECONDS);
        if (first != null) {
          bundle(gather(first));
        }
        long now = System.nanoTime();
        if (now - lastLook > AGAIN.toNanos()) {
          lastLook = now;
          lookAfter(now);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Waiting> gather(Waiting first) throws InterruptedException {
    var gathered = new ArrayList<Waiting>();
    gathered.add(first);
    int length = first.request().text().length();
    long began = System.nanoTime();
    long until = began + GATHER.toNanos();
    while (gathered.size() < Bundles.REQUESTS_MAX) {
      // Under load all places are taken, and the bundle grows meanwhile.
      long left = until - System.nanoTime();
      var next = queue.peek();
      if (next == null) {
        if (left <= 0 && places.availablePermits() > 0 && (!waitings.isBehind() || over(began))) {
          break;
        }
        next = queue.poll(Math.max(left, 1_000_000), TimeUnit.NANOSECONDS);
        if (next == null) {
          continue;
        }
        gathered.add(next);
        length += next.request().text().length();
        continue;
      }
      if (length + next.request().text().length() > Bundles.LENGTH_AIM) {
        break;
      }
      gathered.add(queue.take());
      length += next.request().text().length();
    }
    return gathered;
  }

  private static boolean over(long began) {
    return System.nanoTime() - began > GATHER_BEHIND.toNanos();
  }

  private void bundle(List<Waiting> gathered) throws InterruptedException {
    var nonce =
        ByteBuffer.allocate(Bundles.nonceLength())
            .put(run)
            .putLong(number.incrementAndGet())
            .array();
    var transaction = Bundles.write(nonce, gathered.stream().map(Waiting::request).toList());
    waitings.sent(transaction, gathered, System.nanoTime());
    places.acquire();
    senders.execute(() -> {
      try {
        send(transaction);
      } finally {
        places.release();
      }
    });
  }

  private void send(ByteString transaction) {
    try {
      switch (rpc.broadcast(transaction)) {
        case TAKEN, KNOWN -> {}
        case FULL -> drop(transaction, new Submission.QueueFull());
        case REFUSED -> drop(transaction, new Submission.Unsettled());
      }
    } catch (EngineSilent e) {
      // It is handed in again before long.
      LOG.debug("the engine took no bundle: {}", e.getMessage());
    }
  }

  private void drop(ByteString transaction, Submission why) {
    waitings
        .take(transaction)
        .ifPresent(bundle -> bundle.waiting().forEach(waiting -> waitings.answer(waiting, why)));
  }

  private void lookAfter(long now) {
    for (var waiting : waitings.expire(now - GIVE_UP.toNanos())) {
      waitings.answer(waiting, new Submission.Unsettled());
    }
    sendAgain(now - AGAIN.toNanos(), now);
  }

  /// The engine began anew and knows nothing of what waits.
  void sendAllAgain() {
    long now = System.nanoTime();
    sendAgain(now, now);
  }

  private void sendAgain(long before, long now) {
    // One after another: the engine takes a hundred connections, and who waits for one of those is
    // not heard at all.
    if (ended || !sendingAgain.compareAndSet(false, true)) {
      return;
    }
    var due = waitings.again(before, now);
    senders.execute(() -> {
      try {
        for (var bundle : due) {
          if (!ended) {
            send(bundle.transaction());
          }
        }
      } finally {
        sendingAgain.set(false);
      }
    });
  }

  List<Waiting> takeAll() {
    var all = new ArrayList<Waiting>();
    var _ = queue.drainTo(all);
    return all;
  }

  @Override
  public void close() {
    ended = true;
    gatherer.interrupt();
    var _ = senders.shutdownNow();
  }
}
