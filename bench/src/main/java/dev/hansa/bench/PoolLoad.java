package dev.hansa.bench;

import java.time.Duration;
import java.util.Locale;

/// Four nodes under a load that does not wait for them: at half of the peak, for how long a write
/// takes; at three times the peak, for what is still written.
final class PoolLoad implements Measurement {
  private static final double LATENCY_TARGET_MS = 1_000;
  private static final double KEPT = 0.9;
  private static final double P95 = 0.95;

  private final PoolWrites writes;
  private final boolean over;

  private PoolLoad(PoolWrites writes, boolean over) {
    this.writes = writes;
    this.over = over;
  }

  static PoolLoad half(PoolWrites writes) {
    return new PoolLoad(writes, false);
  }

  static PoolLoad thrice(PoolWrites writes) {
    return new PoolLoad(writes, true);
  }

  @Override
  public String name() {
    return over ? "pool-overload" : "pool-latency";
  }

  @Override
  public String what() {
    return over
        ? "writes with proof, four stewards, asked for three times the peak"
        : "from submitted to written with proof, four stewards at half of the peak, 95th percentile";
  }

  @Override
  public Row measure(Stand stand) throws Exception {
    var pool = stand.pool();
    double peak = writes.peak(stand);
    double rate = over ? 3 * peak : peak / 2;
    int count = (int) (rate * stand.measured().toSeconds());
    stand.say(count + " writes are signed");
    var requests = pool.newDids(count);
    stand.say(String.format(Locale.ROOT, "%.0f a second are sent", rate));
    long began = System.nanoTime();
    OpenLoad.Result result;
    try (var load = new OpenLoad(pool)) {
      result =
          load.send(
              rate, Duration.ofNanos((long) (count / rate * 1e9)), number -> requests.get(number));
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    stand.say(
        String.format(
            Locale.ROOT,
            "%d written, %d refused with 429 (95 %% within %.0f ms), %d not sent, failed: %s",
            result.written(),
            result.refused(),
            OpenLoad.Result.percentile(result.refusedMs(), P95),
            result.notSent(),
            result.failed()));
    Measurement.require(result.failed().equals("{}"), "nothing fails");
    return over
        ? perSecond(result.written() / seconds, KEPT * peak, new Row.Limit("the peak", peak))
        : inUnit(
            " ms",
            OpenLoad.Result.percentile(result.writtenMs(), P95),
            LATENCY_TARGET_MS,
            new Row.Limit(
                "median, at " + Math.round(rate) + "/s",
                OpenLoad.Result.percentile(result.writtenMs(), 0.5)));
  }
}
