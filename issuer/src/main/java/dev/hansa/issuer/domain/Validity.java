package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Vct;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAmount;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// How long a credential holds: never longer than its type, its issuer's accreditation, or the
/// claim that ends it.
final class Validity {
  /// A statement of what was done: it never expires.
  private static final Vct FOR_EVER = Vct.hansa("goo-cancellation");

  /// The longest term of each other type, and the claim with the instant that ends it.
  private static final Map<Vct, Limit> LIMITS =
      Map.ofEntries(
          limit("participant", Period.ofYears(1), ""),
          limit("mandate", Period.ofYears(1), ""),
          limit("csp-licence", Period.ofYears(1), ""),
          limit("small-cell-site", Period.ofMonths(6), ""),
          limit("grid-connection-point", Period.ofYears(1), ""),
          limit("energy-market-role", Period.ofYears(1), ""),
          limit("sharing-membership", Period.ofYears(1), ""),
          limit("regulated-tariff", Period.ofYears(10), "validUntil"),
          limit("guarantee-of-origin", Period.ofMonths(18), "usableUntil"),
          limit("metered-data", Period.ofYears(3), ""),
          limit("service-quality-report", Period.ofYears(3), ""),
          limit("payment-capability", Duration.ofHours(24), "notAfter"),
          limit("audit-mandate", Duration.ofDays(30), "until"));

  private static final Period MACHINE = Period.ofMonths(3);

  private record Limit(TemporalAmount max, String endsWith) {}

  private Validity() {}

  /// Whether the type has a term that we can give.
  static boolean knows(Vct vct) {
    return LIMITS.containsKey(vct) || vct.equals(FOR_EVER);
  }

  sealed interface Term {
    record Refused(Refusal refusal) implements Term {}

    /// Without end where `expires` is empty; its `validity` is zero then.
    record Granted(Duration validity, Optional<Instant> expires) implements Term {}
  }

  /// The term of a credential issued now. What was asked for is refused when it is too long; where
  /// nothing was asked for, it is as long as it may be.
  static Term ask(
      Vct vct,
      ObjectNode claims,
      Optional<Duration> asked,
      IssuingRights.Right.Granted right,
      Instant issued) {
    if (vct.equals(FOR_EVER)) {
      return asked.isPresent()
          ? new Term.Refused(new Refusal("validity", "a statement of this type never expires"))
          : new Term.Granted(Duration.ZERO, Optional.empty());
    }
    var latest = latest(vct, claims, right, issued);
    if (asked.isPresent() && issued.plus(asked.get()).isAfter(latest)) {
      return new Term.Refused(
          new Refusal(
              "validity",
              "a credential ends no later than its type, the issuer's accreditation and the claim"
                  + " that ends it allow"));
    }
    return grant(asked.orElse(Duration.between(issued, latest)), latest, issued);
  }

  /// The term of a credential that was offered with this validity and is issued now.
  static Term grant(
      Vct vct,
      ObjectNode claims,
      Duration offered,
      IssuingRights.Right.Granted right,
      Instant issued) {
    return vct.equals(FOR_EVER)
        ? new Term.Granted(Duration.ZERO, Optional.empty())
        : grant(offered, latest(vct, claims, right, issued), issued);
  }

  private static Term grant(Duration validity, Instant latest, Instant issued) {
    var wanted = issued.plus(validity);
    var expires = (wanted.isBefore(latest) ? wanted : latest).truncatedTo(ChronoUnit.SECONDS);
    return expires.isAfter(issued)
        ? new Term.Granted(Duration.between(issued, expires), Optional.of(expires))
        : new Term.Refused(new Refusal("validity", "a credential ends after it starts"));
  }

  private static Instant latest(
      Vct vct, ObjectNode claims, IssuingRights.Right.Granted right, Instant issued) {
    var limit = LIMITS.get(vct);
    if (limit == null) {
      throw new IllegalArgumentException("the right was looked at first");
    }
    var machine = claims.path("mandatee").path("kind").asText("").equals("MACHINE");
    var ofType = issued.atOffset(ZoneOffset.UTC).plus(machine ? MACHINE : limit.max()).toInstant();
    return Stream.of(
            Optional.of(ofType),
            right.validityMax().map(issued::plus),
            right.until(),
            instant(claims.path(limit.endsWith()).asText("")))
        .flatMap(Optional::stream)
        .reduce(ofType, (one, other) -> one.isBefore(other) ? one : other);
  }

  /// A claim that is no instant ends nothing here; the schema refuses it.
  private static Optional<Instant> instant(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Map.Entry<Vct, Limit> limit(String name, TemporalAmount max, String endsWith) {
    return Map.entry(Vct.hansa(name), new Limit(max, endsWith));
  }
}
