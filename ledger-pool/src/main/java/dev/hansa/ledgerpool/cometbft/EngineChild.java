package dev.hansa.ledgerpool.cometbft;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine as a child of this process: started, watched, started again after a pause that grows
/// while it fails, and stopped together with its node.
final class EngineChild implements AutoCloseable {
  private static final Duration PAUSE_MIN = Duration.ofMillis(200);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);
  private static final Duration LIFE_GOOD = Duration.ofSeconds(30);
  private static final Duration STOP_MAX = Duration.ofSeconds(5);
  private static final int LINES_KEPT = 40;
  private static final int LINE_MAX = 500;

  /// After this the engine does nothing more, and does not end either.
  private static final String GAVE_UP = "State sync failed";

  private static final List<String> COMPLAINTS =
      List.of(
          "CONSENSUS FAILURE",
          "AppHash does not match",
          "panic:",
          "error during handshake",
          GAVE_UP,
          "failed to");

  private static final Logger LOG = LoggerFactory.getLogger("engine");

  private final EngineSettings settings;
  private final Runnable started;
  private final Thread keeper;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition stopped = lock.newCondition();
  private final Deque<String> lines = new ArrayDeque<>();
  private volatile @Nullable Process process;
  private final AtomicInteger starts = new AtomicInteger();
  private volatile boolean stopping;

  private EngineChild(EngineSettings settings, Runnable started) {
    this.settings = settings;
    this.started = started;
    this.keeper = Thread.ofPlatform().name("engine-keeper").unstarted(this::keep);
  }

  /// Starts the engine and keeps it running. `started` is told of every start.
  static EngineChild start(EngineSettings settings, Runnable started) {
    var child = new EngineChild(settings, started);
    child.keeper.start();
    return child;
  }

  boolean isRunning() {
    var now = process;
    return now != null && now.isAlive();
  }

  /// How often it was started.
  int starts() {
    return starts.get();
  }

  /// The process's number, for whoever watches it; 0 when there is none.
  long pid() {
    var now = process;
    return now == null ? 0 : now.pid();
  }

  /// What it said last.
  List<String> lastLines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /// What it complained of, if it did since it was started last: the first such line, as others
  /// follow from it.
  Optional<String> complaint() {
    return lastLines().stream()
        .filter(line -> COMPLAINTS.stream().anyMatch(line::contains))
        .findFirst();
  }

  private void keep() {
    var pause = PAUSE_MIN;
    while (!stopping) {
      long began = System.nanoTime();
      runOnce();
      if (Duration.ofNanos(System.nanoTime() - began).compareTo(LIFE_GOOD) > 0) {
        pause = PAUSE_MIN;
      }
      if (!stopping) {
        LOG.warn("the engine ended; it is started again in {} ms", pause.toMillis());
        await(pause);
        var doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : doubled;
      }
    }
  }

  private void runOnce() {
    try {
      var begun =
          new ProcessBuilder(
                  settings.program().toString(), "start", "--home", settings.folder().toString())
              .redirectErrorStream(true)
              .start();
      process = begun;
      synchronized (lines) {
        lines.clear();
      }
      var _ = starts.incrementAndGet();
      if (stopping) {
        var _ = begun.toHandle().destroyForcibly();
      }
      started.run();
      try (var said = begun.inputReader(StandardCharsets.UTF_8)) {
        listen(said, begun);
      }
      int code = begun.waitFor();
      LOG.info("the engine ended with code {}", code);
    } catch (IOException e) {
      LOG.error("the engine cannot be started or listened to", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen(BufferedReader said, Process from) throws IOException {
    for (var line = said.readLine(); line != null; line = said.readLine()) {
      var kept = line.length() > LINE_MAX ? line.substring(0, LINE_MAX) : line;
      LOG.debug("engine: {}", kept);
      if (kept.contains(GAVE_UP)) {
        LOG.warn("the engine did not get a snapshot and is started again");
        var _ = from.toHandle().destroy();
      }
      synchronized (lines) {
        lines.addLast(kept);
        if (lines.size() > LINES_KEPT) {
          lines.removeFirst();
        }
      }
    }
  }

  private void await(Duration pause) {
    lock.lock();
    try {
      long left = pause.toNanos();
      while (!stopping && left > 0) {
        left = stopped.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    stopping = true;
    lock.lock();
    try {
      stopped.signalAll();
    } finally {
      lock.unlock();
    }
    var now = process;
    try {
      if (now != null) {
        // By its handle, which leaves what it says to be read.
        var _ = now.toHandle().destroy();
        if (!now.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
          var _ = now.toHandle().destroyForcibly();
        }
      }
      keeper.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
