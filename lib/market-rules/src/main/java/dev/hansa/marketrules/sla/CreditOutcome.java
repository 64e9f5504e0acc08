package dev.hansa.marketrules.sla;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of a period's report. The refusals stand in the order they are looked for.
public sealed interface CreditOutcome {
  record Refused(Reason reason) implements CreditOutcome {}

  /// The whole period was excluded.
  record NoResult() implements CreditOutcome {}

  /// The credit of the period; 0 when the objective was kept.
  ///
  /// @param measuredSeconds the period without what was excluded
  record Credit(int tier, int creditBp, long creditMinor, long measuredSeconds, long downSeconds)
      implements CreditOutcome {}

  enum Reason {
    NOT_IN_FORCE("only an agreement that is or was in force is reported on"),
    OTHER_AGREEMENT("the report is on another agreement"),
    NOT_A_REPORTER("the agreement names other reporters"),
    OUTSIDE_TERM("the period is not inside the time the agreement was in force"),
    NOT_OVER("the period is not over"),
    REPORTED_ALREADY("this reporter has reported this period"),
    DOWNTIME_TOO_LONG("the downtime is longer than what is measured");

    private final String says;

    Reason(String says) {
      this.says = says;
    }

    public String says() {
      return says;
    }
  }

  /// Judges a report and computes the period's credit: a pure function of the agreement and signed
  /// inputs.
  ///
  /// @param reportedAlready whether a report with the same key was taken before
  static CreditOutcome of(
      Sla sla,
      PeriodReport report,
      List<Exclusion> exclusions,
      boolean reportedAlready,
      Instant now) {
    var terms = sla.terms();
    var reason = refusal(sla, report, reportedAlready, now);
    if (reason != null) {
      return new Refused(reason);
    }
    long excluded = Exclusion.seconds(exclusions, report.periodStart(), report.periodEnd());
    long measured = report.seconds() - excluded;
    if (report.downSeconds() > measured) {
      return new Refused(Reason.DOWNTIME_TOO_LONG);
    }
    return switch (terms
        .availability()
        .availability(report.seconds(), excluded, report.downSeconds())) {
      case Availability.NoResult() -> new NoResult();
      case Availability.InTier(int tier, int creditBp) ->
          new Credit(
              tier,
              creditBp,
              terms.credits().credit(terms.chargeMinor(), List.of(creditBp)),
              measured,
              report.downSeconds());
    };
  }

  private static @Nullable Reason refusal(
      Sla sla, PeriodReport report, boolean reportedAlready, Instant now) {
    var terms = sla.terms();
    var end =
        switch (sla) {
          case Sla.Open _, Sla.SignedByBoth _ -> Instant.MIN;
          case Sla.Active _ -> terms.validUntil();
          case Sla.Suspended suspended -> suspended.since();
          case Sla.Terminated terminated -> terminated.at();
          case Sla.Expired expired -> expired.at();
        };
    if (end.equals(Instant.MIN)) {
      return Reason.NOT_IN_FORCE;
    }
    if (!report.agreementId().equals(terms.agreementId())) {
      return Reason.OTHER_AGREEMENT;
    }
    if (!terms.reporters().contains(report.reporter())) {
      return Reason.NOT_A_REPORTER;
    }
    if (report.periodStart().isBefore(terms.validFrom()) || report.periodEnd().isAfter(end)) {
      return Reason.OUTSIDE_TERM;
    }
    if (now.isBefore(report.periodEnd())) {
      return Reason.NOT_OVER;
    }
    return reportedAlready ? Reason.REPORTED_ALREADY : null;
  }
}
