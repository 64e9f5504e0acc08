package dev.hansa.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/// Requests that come at a fixed rate, whether the pool keeps up or not, turn by turn to its nodes.
/// A request's time runs from the moment at which it was due.
final class OpenLoad implements AutoCloseable {
  /// In flight at once to one node; what is due beyond them is not sent, and counted.
  private static final int CONNECTIONS_MAX = 1_400;

  private final RunningPool pool;
  private final List<ConcurrentLinkedQueue<RawHttp>> idle = new ArrayList<>();
  private final List<AtomicInteger> open = new ArrayList<>();

  OpenLoad(RunningPool pool) {
    this.pool = pool;
    for (int i = 0; i < RunningPool.NODES; i++) {
      idle.add(new ConcurrentLinkedQueue<>());
      open.add(new AtomicInteger());
    }
  }

  /// What came of a load: written, refused with 429, not sent, failed and how; and how long the
  /// written and the refused took, in ms, ascending.
  record Result(
      int written,
      int refused,
      int notSent,
      String failed,
      List<Double> writtenMs,
      List<Double> refusedMs) {
    Result {
      writtenMs = List.copyOf(writtenMs);
      refusedMs = List.copyOf(refusedMs);
    }

    static double percentile(List<Double> ascending, double share) {
      return ascending.isEmpty()
          ? 0
          : ascending.get(
              (int) Math.min(ascending.size() - 1L, Math.round(share * ascending.size())));
    }
  }

  private static final class Tally {
    private final AtomicInteger notSent = new AtomicInteger();
    private final ConcurrentSkipListMap<String, LongAdder> failed = new ConcurrentSkipListMap<>();

    private void fails(String how) {
      failed.computeIfAbsent(how, _ -> new LongAdder()).increment();
    }

    private final ConcurrentLinkedQueue<Double> writtenMs = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Double> refusedMs = new ConcurrentLinkedQueue<>();
  }

  /// Sends for this long. `request` gives the request of a number; number i goes to node i modulo
  /// their count.
  Result send(double perSecond, Duration time, IntFunction<byte[]> request) {
    var tally = new Tally();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long began = System.nanoTime();
      int count = (int) (perSecond * time.toNanos() / 1e9);
      for (int i = 0; i < count; i++) {
        long due = began + (long) (i * 1e9 / perSecond);
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        int number = i;
        var _ = threads.submit(() -> one(number, due, request.apply(number), tally));
      }
    }
    return new Result(
        tally.writtenMs.size(),
        tally.refusedMs.size(),
        tally.notSent.get(),
        Map.copyOf(tally.failed).toString(),
        ascending(tally.writtenMs),
        ascending(tally.refusedMs));
  }

  private void one(int number, long due, byte[] request, Tally tally) {
    int node = number % RunningPool.NODES;
    RawHttp connection = null;
    try {
      connection = idle.get(node).poll();
      if (connection == null) {
        if (open.get(node).incrementAndGet() > CONNECTIONS_MAX) {
          var _ = open.get(node).decrementAndGet();
          var _ = tally.notSent.incrementAndGet();
          return;
        }
        connection = new RawHttp(url(node));
      }
      int status = connection.exchange(request).status();
      double ms = (System.nanoTime() - due) / 1e6;
      switch (status) {
        case 200, 201 -> tally.writtenMs.add(ms);
        case 429 -> tally.refusedMs.add(ms);
        default -> tally.fails("status " + status);
      }
      idle.get(node).add(connection);
    } catch (IOException e) {
      tally.fails(e.getClass().getSimpleName());
      var _ = open.get(node).decrementAndGet();
      close(connection);
    }
  }

  private URI url(int node) {
    return pool.url(node);
  }

  private static void close(RawHttp connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (IOException e) {
        // It is gone already.
      }
    }
  }

  private static List<Double> ascending(ConcurrentLinkedQueue<Double> values) {
    return values.stream().sorted().toList();
  }

  @Override
  public void close() {
    idle.forEach(connections -> connections.forEach(OpenLoad::close));
  }
}
