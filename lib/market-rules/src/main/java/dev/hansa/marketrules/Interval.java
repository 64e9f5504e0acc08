package dev.hansa.marketrules;

import java.time.Instant;

/// A quarter hour, aligned in UTC: `[start, start + 900 s)`. A local day has 92, 96 or 100 of them.
public record Interval(Instant start) implements Comparable<Interval> {
  public static final long SECONDS = 900;

  public Interval {
    Require.that(
        start.getNano() == 0 && Math.floorMod(start.getEpochSecond(), SECONDS) == 0,
        "an interval starts at a quarter hour in UTC");
  }

  /// The interval that holds this moment.
  public static Interval of(Instant at) {
    return new Interval(
        Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), SECONDS) * SECONDS));
  }

  public Instant end() {
    return start.plusSeconds(SECONDS);
  }

  @Override
  public int compareTo(Interval other) {
    return start.compareTo(other.start);
  }
}
