package dev.hansa.bench;

import dev.hansa.launcher.pool.NodeProcesses;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the measurements share: how long each takes, the limits, and the house, which is started
/// when the first of them needs it.
final class Stand implements AutoCloseable {
  private final SecureRandom random;
  private final Duration measured;
  private final Progress progress;
  private final Limits limits;
  private final NodeProcesses.Compilers compilers;
  private @Nullable RunningHouse house;
  private @Nullable RunningPool pool;

  Stand(
      SecureRandom random,
      Duration measured,
      Progress progress,
      NodeProcesses.Compilers compilers) {
    this.random = random;
    this.compilers = compilers;
    this.measured = measured;
    this.progress = progress;
    this.limits = new Limits(this);
  }

  SecureRandom random() {
    return random;
  }

  /// How long is measured; the warm-up before it is as long.
  Duration measured() {
    return measured;
  }

  void say(String line) {
    progress.say("  " + line);
  }

  Limits limits() {
    return limits;
  }

  /// The running house.
  RunningHouse house() throws IOException, InterruptedException {
    var running = house;
    if (running == null) {
      say("the house starts, in a process of its own");
      running = RunningHouse.start(random);
      house = running;
    }
    return running;
  }

  /// The running house with the story's people and organisations.
  RunningHouse peopled() throws IOException, InterruptedException {
    var running = house();
    if (!running.isPeopled()) {
      say("the story's cast is set");
      running.cast();
    }
    return running;
  }

  /// Four running stewards.
  RunningPool pool() throws IOException {
    var running = pool;
    if (running == null) {
      say("four nodes start, a process and an engine each");
      running = RunningPool.start(random, compilers);
      pool = running;
    }
    return running;
  }

  /// What the engine's own kvstore does with the settings of our pool, which stands still
  /// meanwhile: transactions of this length a second.
  double kvstore(int length) throws Exception {
    try (var stilled = pool().still();
        var kvstore = Kvstore.start(stilled)) {
      return kvstore.transactionsPerSecond(this, length);
    }
  }

  @Override
  public void close() {
    Optional.ofNullable(pool).ifPresent(RunningPool::close);
    pool = null;
    Optional.ofNullable(house).ifPresent(RunningHouse::close);
    house = null;
  }
}
