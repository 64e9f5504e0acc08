package dev.hansa.marketrules.book;

import dev.hansa.marketrules.Require;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// An entry of a book's append-only log. `seq` starts at 1 and has no gaps; it is the only clock
/// priority knows. `at`, in whole milliseconds, decides validity and the gate, and never goes back
/// in effect.
public record LogEntry(long seq, Instant at, BookCommand command) {
  public LogEntry {
    Require.that(seq >= 1 && seq <= Long.MAX_VALUE >> 5, "a sequence number is 1 to 2⁵⁸");
    at = at.truncatedTo(ChronoUnit.MILLIS);
  }
}
