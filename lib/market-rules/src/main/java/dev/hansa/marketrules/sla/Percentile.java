package dev.hansa.marketrules.sla;

import dev.hansa.marketrules.Require;
import java.util.Arrays;

/// A percentile by nearest rank over raw samples in whole µs: one of the samples, never between
/// two, never of percentiles.
public sealed interface Percentile {
  /// Too few samples; who bears that is agreed.
  record NotMeasured(int samples) implements Percentile {}

  record Measured(long micros) implements Percentile {}

  /// The sample whose rank is the least that reaches the percentile.
  ///
  /// @param ppm the percentile in millionths: p95 is 950,000
  static Percentile of(long[] samplesMicros, long ppm, int samplesMin) {
    Require.that(ppm > 0 && ppm <= Ppm.WHOLE, "a percentile is above 0 and at most 100 %");
    Require.that(samplesMin >= 1, "a percentile needs a sample");
    if (samplesMicros.length < samplesMin) {
      return new NotMeasured(samplesMicros.length);
    }
    long[] sorted = samplesMicros.clone();
    Arrays.sort(sorted);
    long rank = Math.ceilDiv(ppm * sorted.length, Ppm.WHOLE);
    return new Measured(sorted[Math.toIntExact(rank - 1)]);
  }
}
