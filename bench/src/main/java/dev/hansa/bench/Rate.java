package dev.hansa.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
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

  /// By as many threads as there are cores, the same operation in each.
  static double onAllCores(Duration warmUp, Duration measured, Operation operation)
      throws Exception {
    return of(warmUp, measured, Collections.nCopies(cores(), operation));
  }

  static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  /// By this many clients at once, each with an operation of its own.
  static double of(Duration warmUp, Duration measured, List<Operation> clients) throws Exception {
    var _ = together(warmUp, clients);
    return together(measured, clients);
  }

  private static double together(Duration time, List<Operation> clients) throws Exception {
    var tasks = new ArrayList<Callable<Double>>();
    for (var client : clients) {
      tasks.add(() -> loop(time, client));
    }
    double sum = 0;
    for (double rate : all(tasks)) {
      sum += rate;
    }
    return sum;
  }

  /// What all the tasks give, run at once; the first that fails is the failure.
  static <T> List<T> all(List<? extends Callable<T>> tasks) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<T>>();
      for (var task : tasks) {
        running.add(threads.submit(task));
      }
      var results = new ArrayList<T>();
      for (var task : running) {
        results.add(task.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
