package dev.hansa.launcher.story;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidJwk;
import dev.hansa.identity.Json;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Claims and terms to start from, as the story has them.
public final class Examples {
  private static final CastMember.Org ORGANISATION =
      new CastMember.Org("example", "Example AB", "VATSE-559900000901", List.of("SCP"));

  private static final List<String> TYPES =
      List.of(
          "participant",
          "mandate",
          "csp-licence",
          "grid-connection-point",
          "payment-capability",
          "service-quality-report");

  private Examples() {}

  /// Refuses a type that there is no example of.
  public static void requireType(String type) {
    if (!TYPES.contains(type)) {
      throw unknown();
    }
  }

  private static Stop unknown() {
    return new Stop(ExitCode.USAGE, "There are examples of " + String.join(", ", TYPES) + ".");
  }

  /// What a credential of this type could say, for this holder.
  public static ObjectNode claims(String type, Did issuer, Did holder, Instant now) {
    return switch (type) {
      case "participant" ->
          holder.method().equals(DidJwk.METHOD)
              ? Claims.person(holder, "PROSUMER", now)
              : Claims.organisation(ORGANISATION, holder, now);
      case "mandate" -> Claims.mandate(ORGANISATION, issuer, CastMember.SVEN);
      case "csp-licence" ->
          Claims.licence(issuer, holder, List.of("small-cell"), List.of(Cast.LICENSED_BAND));
      case "grid-connection-point" -> Claims.connection(holder, CastMember.ROOF);
      case "payment-capability" ->
          Claims.payment(issuer, holder, Cast.PAYMENT_LIMIT_MINOR, now, Duration.ofHours(23));
      case "service-quality-report" ->
          Claims.availability(
              "0b3f7f4e-8d3a-4d9e-9a55-1d6c1d2f0a12",
              "the agreement's id",
              AgreementScene.SERVICE,
              Claims.Period.lastMonth(now),
              AgreementScene.MEASURED_PPM);
      default -> throw unknown();
    };
  }

  /// Terms of an agreement from the first of last month, with this monitor.
  public static ObjectNode terms(Did monitor, Instant now) {
    var from = Claims.Period.lastMonth(now).start();
    var terms = Json.newObject();
    terms.putArray("reporters").add(monitor.toString());
    terms
        .put("validFrom", Claims.seconds(from))
        .put("validUntil", Claims.seconds(from.plus(Duration.ofDays(365))));
    var tiers = terms.putArray("availability");
    tiers.addObject().put("thresholdPpm", 999_000).put("creditBp", 0);
    tiers.addObject().put("thresholdPpm", 990_000).put("creditBp", 1_000);
    tiers.addObject().put("thresholdPpm", 950_000).put("creditBp", 3_000);
    tiers.addObject().put("thresholdPpm", 0).put("creditBp", 10_000);
    return terms
        .put("chargeMinor", AgreementScene.CHARGE_MINOR)
        .put("currency", "EUR")
        .put("service", AgreementScene.SERVICE)
        .put("country", "SE")
        .put("band", Cast.LICENSED_BAND);
  }
}
