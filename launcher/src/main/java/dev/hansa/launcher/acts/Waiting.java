package dev.hansa.launcher.acts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Asks again until something that others decide is decided.
public final class Waiting {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Waiting() {}

  /// The first answer whose `state` is not one of these.
  public static ObjectNode whileState(Set<String> undecided, Supplier<ObjectNode> question) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var answer = question.get();
      if (!undecided.contains(answer.path("state").asText())) {
        return answer;
      }
      pause(deadline, "An answer was not there within " + PATIENCE.toSeconds() + " s.");
    }
  }

  /// The first answer that is no 409: what is asked for is being made.
  public static ObjectNode whileConflict(Supplier<Answer> question) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var answer = question.get();
      if (answer.status() != 409) {
        return answer.orRefusal();
      }
      pause(deadline, "It was not ready within " + PATIENCE.toSeconds() + " s.");
    }
  }

  private static void pause(long deadline, String sentence) {
    if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
      throw new Stop(ExitCode.UNAVAILABLE, sentence);
    }
    LockSupport.parkNanos(PAUSE_NANOS);
  }
}
