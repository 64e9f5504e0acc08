package dev.hansa.marketrules.sla;

import dev.hansa.marketrules.Require;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A maintenance window, `[from, until)`. It counts only when it was signed before it began.
public record Exclusion(Instant from, Instant until, Instant signedAt) {
  public Exclusion {
    Require.that(from.isBefore(until), "a window ends after it begins");
    Require.that(signedAt.isBefore(from), "a window is signed before it begins");
  }

  /// The whole seconds of a period that are in at least one window.
  public static long seconds(List<Exclusion> windows, Instant periodStart, Instant periodEnd) {
    var sorted = new ArrayList<>(windows);
    sorted.sort(Comparator.comparing(Exclusion::from).thenComparing(Exclusion::until));
    long seconds = 0;
    var counted = periodStart;
    for (Exclusion window : sorted) {
      var from = later(window.from(), counted);
      var until = window.until().isBefore(periodEnd) ? window.until() : periodEnd;
      if (from.isBefore(until)) {
        seconds += until.getEpochSecond() - from.getEpochSecond();
        counted = until;
      }
    }
    return seconds;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
