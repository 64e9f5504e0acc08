package dev.hansa.issuer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands until it is moved.
public final class StoryClock extends Clock {
  private final AtomicReference<Instant> now;

  public StoryClock(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  public void forward(Duration by) {
    var _ = now.updateAndGet(instant -> instant.plus(by));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the story is told in UTC");
  }
}
