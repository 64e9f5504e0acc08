package dev.hansa.launcher.story;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/// What the story's credentials say, without what the issuer service adds (`iss`, `iat`, `exp`,
/// `cnf`, `status`).
public final class Claims {
  /// The hash of the market's terms that every participant agreed to.
  private static final String TERMS =
      Bytes.utf8("Terms of participation of the story's market, version 1").sha256().toBase64Url();

  private Claims() {}

  static ObjectNode organisation(CastMember.Org org, Did did, Instant now) {
    var claims = participant(did, "LEGAL_ENTITY", org.roles(), now);
    claims.put("organizationIdentifier", org.identifier()).put("legalName", org.displayName());
    return claims;
  }

  /// A `participant` who is a private person; `role` is `PROSUMER` or `CONSUMER`.
  public static ObjectNode person(Did did, String role, Instant now) {
    return participant(did, "NATURAL_PERSON", List.of(role), now);
  }

  private static ObjectNode participant(Did did, String kind, List<String> roles, Instant now) {
    var claims = Json.newObject().put("sub", did.toString()).put("kind", kind).put("country", "SE");
    var list = claims.putArray("roles");
    roles.forEach(list::add);
    return claims.put("termsHash", TERMS).put("onboardedAt", seconds(now));
  }

  static ObjectNode licence(Did regulator, Did holder, List<String> services, List<String> bands) {
    var claims =
        Json.newObject()
            .put("sub", holder.toString())
            .put("regulator", regulator.toString())
            .put(
                "authorisationRef",
                "SE-" + Bytes.utf8(holder.toString()).sha256().toHex().substring(0, 8))
            .put("authorisationType", "RIGHTS_OF_USE");
    var list = claims.putArray("services");
    services.forEach(list::add);
    claims.putArray("countries").add("SE");
    claims.putArray("plmn");
    var spectrum = claims.putArray("spectrum");
    for (var band : bands) {
      var range = Band.valueOf(band.toUpperCase(Locale.ROOT));
      spectrum
          .addObject()
          .put("band", band)
          .put("lowKhz", range.lowKhz)
          .put("highKhz", range.highKhz)
          .put("area", "SE")
          .put("until", "2045-12-31");
    }
    return claims;
  }

  private enum Band {
    N77(3_800_000, 4_000_000),
    N78(3_400_000, 3_720_000);

    private final int lowKhz;
    private final int highKhz;

    Band(int lowKhz, int highKhz) {
      this.lowKhz = lowKhz;
      this.highKhz = highKhz;
    }
  }

  static ObjectNode connection(Did holder, CastMember.Meter meter) {
    var claims =
        Json.newObject()
            .put("sub", holder.toString())
            .put("meteringPointId", meter.gsrn())
            .put("gridArea", meter.zone())
            .put("biddingZone", meter.zone());
    var direction = claims.putArray("direction").add("IMPORT");
    if (meter.maxExportW() > 0) {
      direction.add("EXPORT");
    }
    claims
        .put("maxImportW", meter.maxImportW())
        .put("maxExportW", meter.maxExportW())
        .put("resolution", "PT15M");
    if (meter.maxExportW() > 0) {
      claims
          .putArray("generation")
          .addObject()
          .put("source", "F01040100")
          .put("technology", "T010000")
          .put("capacityW", meter.maxExportW())
          .put("operationalSince", "2024-05-01");
    }
    return claims.put("supplyStart", "2024-05-01");
  }

  static ObjectNode payment(
      Did provider, Did holder, long limitMinor, Instant now, Duration validity) {
    return Json.newObject()
        .put("sub", holder.toString())
        .put("provider", provider.toString())
        .put("currency", "EUR")
        .put("limitMinor", limitMinor)
        .put("scheme", "ESCROW")
        .put("escrowRef", "E-1")
        .put("ibanHash", Bytes.utf8("the account, salted").sha256().toBase64Url())
        .put("notBefore", seconds(now))
        .put("notAfter", seconds(now.plus(validity)));
  }

  static ObjectNode mandate(CastMember.Org org, Did did, CastMember.Agent agent) {
    var claims = Json.newObject();
    claims
        .putObject("mandator")
        .put("did", did.toString())
        .put("organizationIdentifier", org.identifier())
        .put("legalName", org.displayName())
        .put("country", "SE");
    var mandatee = claims.putObject("mandatee");
    if (agent.machine()) {
      mandatee.put("kind", "MACHINE").put("machineId", agent.wallet() + "-1");
    } else {
      mandatee
          .put("kind", "PERSON")
          .put("givenName", agent.givenName())
          .put("familyName", agent.familyName());
    }
    var powers = claims.putArray("power");
    for (var power : agent.powers()) {
      var one =
          powers
              .addObject()
              .put("type", "Domain")
              .put("domain", power.domain())
              .put("function", power.function());
      one.putArray("action").add(power.action());
    }
    claims
        .putObject("limits")
        .put("currency", "EUR")
        .put("perTransactionMinor", 1_000_000)
        .put("perDayMinor", 5_000_000);
    return claims.put("delegable", false).put("loa", agent.loa());
  }

  public static ObjectNode reading(String gsrn, String direction, Instant start, long wh) {
    var claims =
        Json.newObject()
            .put("meteringPointId", gsrn)
            .put("direction", direction)
            .put("start", seconds(start))
            .put("resolution", "PT15M")
            .put("unit", "WH");
    claims
        .putArray("readings")
        .addObject()
        .put("start", seconds(start))
        .put("wh", wh)
        .put("q", "MEASURED");
    return claims.put("version", 1);
  }

  static ObjectNode availability(
      String reportId, String agreement, String service, Period period, long availabilityPpm) {
    var claims =
        Json.newObject()
            .put("reportId", reportId)
            .put("agreementId", agreement)
            .put("serviceId", service)
            .put("periodStart", seconds(period.start()))
            .put("periodEnd", seconds(period.end()))
            .put("excludedS", 0);
    claims
        .putArray("metrics")
        .addObject()
        .put("name", "AVAILABILITY")
        .put("statistic", "ratio")
        .put("unit", "ppm")
        .put("value", availabilityPpm)
        .put("samples", Duration.between(period.start(), period.end()).toSeconds());
    return claims
        .put("method", "ACTIVE_PROBE")
        .put("probeId", "probe-1")
        .put("rawDataHash", Bytes.utf8("the probe's raw samples").sha256().toBase64Url());
  }

  /// A calendar month in UTC.
  record Period(Instant start, Instant end) {
    static Period lastMonth(Instant now) {
      var first = LocalDate.ofInstant(now, ZoneOffset.UTC).withDayOfMonth(1).minusMonths(1);
      return new Period(
          first.atStartOfDay(ZoneOffset.UTC).toInstant(),
          first.plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
  }

  static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
