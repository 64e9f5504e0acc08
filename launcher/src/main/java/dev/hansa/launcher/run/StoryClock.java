package dev.hansa.launcher.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/// The one clock of all services of a process: the system's, and as far ahead of it as the story
/// was moved on. It never goes back.
public final class StoryClock extends Clock {
  private final Clock system;
  private final AtomicReference<Duration> ahead;

  public StoryClock(Clock system, Duration ahead) {
    this.system = system;
    this.ahead = new AtomicReference<>(ahead);
  }

  public Duration ahead() {
    return ahead.get();
  }

  /// Moves on; the new distance from the system's clock.
  public Duration advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("the story's clock does not go back");
    }
    return ahead.updateAndGet(now -> now.plus(by));
  }

  @Override
  public Instant instant() {
    return system.instant().plus(ahead.get());
  }

  @Override
  public ZoneId getZone() {
    return system.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    // Shares the distance, so that a clock of another zone moves on too.
    var outer = this;
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return zone;
      }

      @Override
      public Clock withZone(ZoneId other) {
        return outer.withZone(other);
      }

      @Override
      public Instant instant() {
        return outer.instant();
      }
    };
  }
}
