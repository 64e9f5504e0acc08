package dev.hansa.marketrules.sla;

import dev.hansa.marketrules.Require;
import java.time.Instant;

/// What a reporter measured in one period, from its signed service-quality report.
public record PeriodReport(
    String agreementId, String reporter, Instant periodStart, Instant periodEnd, long downSeconds) {
  public PeriodReport {
    Require.that(periodStart.isBefore(periodEnd), "a period ends after it begins");
    Require.that(downSeconds >= 0, "a downtime is not negative");
  }

  /// One report for each of these; a second one is refused.
  public String key() {
    return agreementId + "|" + periodStart + "|" + periodEnd + "|availability|" + reporter;
  }

  public long seconds() {
    return periodEnd.getEpochSecond() - periodStart.getEpochSecond();
  }
}
