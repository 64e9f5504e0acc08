package dev.hansa.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Operations a second over a fixed time, after a warm-up of the same kind.
final class Rate {
  /// One operation; an exception ends the measurement.
  interface Operation {
    void run() throws Exception;
  }

  private Rate() {}

  /// On one thread.
  static double of(Duration warmUp, Duration measured, Operation operation) throws Exception {
    var _ = loop(warmUp, operation);
    return loop(measured, operation);
  }

  private static double loop(Duration time, Operation operation) throws Exception {
    long start = System.nanoTime();
    long end = start + time.toNanos();
    long count = 0;
    while (System.nanoTime() < end) {
      operation.run();
      count++;
    }
    return count * 1e9 / (System.nanoTime() - start);
  }

  /// By this many clients at once, each with an operation of its own.
  static double of(Duration warmUp, Duration measured, List<Operation> clients) throws Exception {
    var _ = together(warmUp, clients);
    return together(measured, clients);
  }

  private static double together(Duration time, List<Operation> clients) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = new ArrayList<Future<Double>>();
      for (var client : clients) {
        Callable<Double> task = () -> loop(time, client);
        tasks.add(threads.submit(task));
      }
      double sum = 0;
      for (var task : tasks) {
        sum += task.get();
      }
      return sum;
    }
  }
}
