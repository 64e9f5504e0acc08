package dev.hansa.acceptance.pool;

import dev.hansa.acceptance.pool.HostedPool.Answer;
import dev.hansa.ledgerprotocol.IndyRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Clients of a pool at work, each at a node of its own and, when that does not answer, at the next
/// with the same request.
final class Writers implements AutoCloseable {
  private final HostedPool pool;
  private final AtomicBoolean over = new AtomicBoolean();
  private final Map<Long, String> acknowledged = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong twice = new AtomicLong();

  Writers(HostedPool pool, int count) {
    this.pool = pool;
    for (int i = 0; i < count; i++) {
      int number = i;
      threads.add(Thread.ofVirtual().start(() -> work(number)));
    }
  }

  private void work(int number) {
    for (int turn = number; !over.get(); ) {
      var request = pool.newDid();
      for (var answer = submit(turn, request);
          !isWritten(answer) && !over.get();
          answer = submit(++turn, request)) {
        HostedPool.pause(java.time.Duration.ofMillis(50));
      }
    }
  }

  private Answer submit(int turn, IndyRequest request) {
    var answer = pool.submit(1 + turn % pool.size(), request);
    if (isWritten(answer) && acknowledged.put(answer.seqNo(), request.payloadDigest()) != null) {
      twice.incrementAndGet();
    }
    return answer;
  }

  private static boolean isWritten(Answer answer) {
    return answer.status() == 201 || answer.status() == 200;
  }

  int count() {
    return acknowledged.size();
  }

  /// How often two requests were told the same place.
  long twice() {
    return twice.get();
  }

  /// What was acknowledged: the place, and the digest of what is there.
  Map<Long, String> acknowledged() {
    return Map.copyOf(acknowledged);
  }

  /// Until each has the answer to its last request or gives up on it.
  @Override
  public void close() {
    over.set(true);
    try {
      for (var thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
