package dev.hansa.marketrules.sla;

import dev.hansa.marketrules.Require;

/// What holds when two reporters measured the same downtime: within the larger of 60 s and 1 % of
/// the larger figure the agreed rule, beyond it a dispute.
public sealed interface TwoReporters {
  long TOLERANCE_SECONDS = 60;

  record Agreed(long downSeconds) implements TwoReporters {}

  record Dispute(long providerSeconds, long customerSeconds) implements TwoReporters {}

  /// Which figure holds when the two are close.
  sealed interface Rule {
    record MeanFloored() implements Rule {}

    record Customers() implements Rule {}

    record ThirdPartys(long downSeconds) implements Rule {}
  }

  static TwoReporters reconcile(long providerSeconds, long customerSeconds, Rule rule) {
    Require.that(providerSeconds >= 0 && customerSeconds >= 0, "a downtime is not negative");
    long difference = Math.abs(providerSeconds - customerSeconds);
    long larger = Math.max(providerSeconds, customerSeconds);
    boolean close =
        difference <= TOLERANCE_SECONDS || Share.compare(difference, larger, Ppm.WHOLE / 100) <= 0;
    if (!close) {
      return new Dispute(providerSeconds, customerSeconds);
    }
    return new Agreed(
        switch (rule) {
          case Rule.MeanFloored _ -> Math.min(providerSeconds, customerSeconds) + difference / 2;
          case Rule.Customers _ -> customerSeconds;
          case Rule.ThirdPartys(long downSeconds) -> downSeconds;
        });
  }
}
