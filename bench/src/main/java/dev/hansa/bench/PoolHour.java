package dev.hansa.bench;

import java.time.Duration;
import java.util.Locale;

/// Four nodes at half of their peak for an hour (`--minutes`): no error, and memory that stays.
final class PoolHour implements Measurement {
  private static final double NODE_MB_MAX = 600;
  private static final double P95 = 0.95;

  private final PoolWrites writes;
  private final int minutes;

  PoolHour(PoolWrites writes, int minutes) {
    this.writes = writes;
    this.minutes = minutes;
  }

  @Override
  public String name() {
    return "pool-hour";
  }

  @Override
  public String what() {
    return "memory of the largest node's process, " + minutes + " minutes at half of the peak";
  }

  @Override
  public Row measure(Stand stand) throws Exception {
    var pool = stand.pool();
    double rate = writes.peak(stand) / 2;
    double first = 0;
    double most = 0;
    long written = 0;
    try (var load = new OpenLoad(pool)) {
      for (int minute = 1; minute <= minutes; minute++) {
        // Signed as it goes: an hour's requests would fill this process.
        var result = load.send(rate, Duration.ofMinutes(1), pool::newDid);
        var memory = pool.memory();
        written += result.written();
        stand.say(
            String.format(
                Locale.ROOT,
                "minute %d: %d written, %d refused, %d not sent, failed: %s; 95 %% within %.0f ms;"
                    + " node %.0f MB, engine %.0f MB",
                minute,
                result.written(),
                result.refused(),
                result.notSent(),
                result.failed(),
                OpenLoad.Result.percentile(result.writtenMs(), P95),
                memory.node(),
                memory.engine()));
        Measurement.require(
            result.failed().equals("{}") && result.refused() == 0 && result.notSent() == 0,
            "there is no error at half of the peak");
        // What a JVM takes on its way to its usual size is not what it loses.
        first = minute == Math.min(10, minutes) ? memory.node() : first;
        most = Math.max(most, memory.node());
      }
    }
    stand.say(
        String.format(
            Locale.ROOT,
            "%d written in all, %.0f/s; the peak was %.0f/s before, and is %.0f/s now",
            written,
            rate,
            2 * rate,
            writes.measured(stand)));
    return inUnit(
        " MB",
        most,
        NODE_MB_MAX,
        new Row.Limit("after " + Math.min(10, minutes) + " minutes", first));
  }
}
