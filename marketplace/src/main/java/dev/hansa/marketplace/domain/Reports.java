package dev.hansa.marketplace.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Vct;
import dev.hansa.marketrules.sla.CreditOutcome;
import dev.hansa.marketrules.sla.PeriodReport;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/// Service quality reports: a monitor's machine hands over its organisation's signed report, and
/// the rules compute the credit.
public final class Reports {
  public static final Vct TYPE = Vct.hansa("service-quality-report");

  private static final String AVAILABILITY = "AVAILABILITY";
  private static final long WHOLE_PPM = 1_000_000;

  private final Agreements.Store agreements;
  private final Store store;
  private final Decisions decisions;
  private final Verifications verifications;
  private final Clock clock;

  public Reports(
      Agreements.Store agreements,
      Store store,
      Decisions decisions,
      Verifications verifications,
      Clock clock) {
    this.agreements = agreements;
    this.store = store;
    this.decisions = decisions;
    this.verifications = verifications;
    this.clock = clock;
  }

  public interface Store {
    boolean isReported(String agreementId, Instant periodStart, String reporter);

    /// Keeps a report; false, and nothing changed, when there is one for this agreement, period and
    /// reporter.
    boolean keep(Kept report);

    List<Kept> ofAgreement(String agreementId);
  }

  public record Kept(
      String agreementId, Instant periodStart, String reporter, ObjectNode body, String receipt) {}

  /// What became of a report. The refusals stand in the order they are looked for.
  public sealed interface Outcome {
    record NoSuchAgreement() implements Outcome {}

    record CredentialRefused(String reason, String sentence) implements Outcome {}

    record Refused(String receipt, List<Decisions.Reason> reasons) implements Outcome {
      public Refused {
        reasons = List.copyOf(reasons);
      }
    }

    record NotCounted(String rule) implements Outcome {}

    record Counted(ObjectNode credit, String receipt) implements Outcome {}
  }

  public Outcome report(Trader trader, String agreementId, String credential) {
    var found = agreements.find(agreementId);
    if (found.isEmpty()) {
      return new Outcome.NoSuchAgreement();
    }
    return switch (verifications.verify(credential, TYPE.value())) {
      case Verifications.Verified.Refused(var reason, var sentence) ->
          new Outcome.CredentialRefused(reason, sentence);
      case Verifications.Verified.Valid(var issuer, var claims, var hash, _) ->
          decide(trader, found.get(), issuer, claims, hash);
    };
  }

  private Outcome decide(
      Trader trader, Agreement agreement, String issuer, ObjectNode claims, String hash) {
    var start = instant(claims, "periodStart");
    var end = instant(claims, "periodEnd");
    var context =
        Json.newObject().put("periodStart", start.toString()).put("periodEnd", end.toString());
    var act =
        new Decisions.Act(
            trader.sessionId(),
            "reportKpi",
            "Agreement",
            agreement.id(),
            Agreements.facts(agreement),
            context);
    return switch (decisions.decide(act)) {
      case Decisions.Decision.Refused(var receipt, var reasons) ->
          new Outcome.Refused(receipt, reasons);
      case Decisions.Decision.Allowed(var receipt, _) ->
          issuer.equals(trader.party())
              ? count(agreement, issuer, claims, hash, receipt)
              : new Outcome.NotCounted("a report is issued by the organisation that reports it");
    };
  }

  private Outcome count(
      Agreement agreement, String reporter, ObjectNode claims, String hash, String receipt) {
    var start = instant(claims, "periodStart");
    var end = instant(claims, "periodEnd");
    long seconds = end.getEpochSecond() - start.getEpochSecond();
    var report =
        new PeriodReport(
            Json.text(claims, "agreementId", AgreementTerms.NAME_MAX),
            reporter,
            start,
            end,
            downSeconds(claims, seconds));
    boolean reported = store.isReported(agreement.id(), start, reporter);
    return switch (CreditOutcome.of(
        agreement.state(), report, List.of(), reported, clock.instant())) {
      case CreditOutcome.Refused(var reason) -> new Outcome.NotCounted(reason.says());
      case CreditOutcome.NoResult _ ->
          new Outcome.NotCounted("nothing of the period was to be measured");
      case CreditOutcome.Credit credit -> {
        var body = json(agreement, report, credit, hash);
        yield store.keep(new Kept(agreement.id(), start, reporter, body, receipt))
            ? new Outcome.Counted(body, receipt)
            : new Outcome.NotCounted(CreditOutcome.Reason.REPORTED_ALREADY.says());
      }
    };
  }

  /// Seconds of downtime from the availability ratio in ppm, rounded up to whole seconds.
  private static long downSeconds(ObjectNode claims, long seconds) {
    for (JsonNode metric : Json.array(claims, "metrics", 64)) {
      if (metric.path("name").asText().equals(AVAILABILITY)) {
        if (!metric.path("unit").asText().equals("ppm")) {
          throw new MalformedInput("availability is reported in ppm");
        }
        long ppm = Json.integer(metric, "value", 0, WHOLE_PPM);
        return Math.ceilDiv(Math.multiplyExact(seconds, WHOLE_PPM - ppm), WHOLE_PPM);
      }
    }
    throw new MalformedInput("the report has the metric AVAILABILITY");
  }

  private static ObjectNode json(
      Agreement agreement, PeriodReport report, CreditOutcome.Credit credit, String hash) {
    var terms = agreement.terms().sla();
    return Json.newObject()
        .put("agreement", agreement.id())
        .put("termsHash", terms.termsHash())
        .put("reporter", report.reporter())
        .put("periodStart", report.periodStart().toString())
        .put("periodEnd", report.periodEnd().toString())
        .put("measuredSeconds", credit.measuredSeconds())
        .put("downSeconds", credit.downSeconds())
        .put("tier", credit.tier())
        .put("creditBp", credit.creditBp())
        .put("creditMinor", credit.creditMinor())
        .put("currency", terms.currency().code())
        .put("reportHash", hash);
  }

  private static Instant instant(ObjectNode claims, String member) {
    try {
      return Instant.parse(Json.text(claims, member, 40));
    } catch (DateTimeParseException e) {
      throw new MalformedInput("the member " + member + " reads 2026-01-31T00:00:00Z");
    }
  }

  /// The credits of one's own agreement.
  public List<Kept> credits(String agreementId) {
    return store.ofAgreement(agreementId);
  }
}
