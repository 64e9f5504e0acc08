package dev.hansa.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.IssuanceCheck.Violation;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What JSON Schema cannot express of the catalogue's types. The claims already fit their schema.
final class ContentRules {
  private static final Duration QUARTER_HOUR = Duration.ofMinutes(15);

  private final ObjectNode claims;
  private final List<Violation> violations = new ArrayList<>();

  private ContentRules(ObjectNode claims) {
    this.claims = claims;
  }

  static List<Violation> check(String type, ObjectNode claims) {
    var rules = new ContentRules(claims);
    rules.validity(type);
    switch (type) {
      case "participant" -> rules.participant();
      case "mandate" -> rules.mandate();
      case "csp-licence" -> rules.cspLicence();
      case "small-cell-site" -> rules.smallCellSite();
      case "grid-connection-point" -> rules.gridConnectionPoint();
      case "energy-market-role" -> rules.energyMarketRole();
      case "sharing-membership" -> rules.eic("biddingZone");
      case "regulated-tariff" -> rules.regulatedTariff();
      case "guarantee-of-origin" -> rules.guaranteeOfOrigin();
      case "goo-cancellation" -> rules.gooCancellation();
      case "metered-data" -> rules.meteredData();
      case "service-quality-report" -> rules.before("period", "periodStart", "periodEnd");
      case "payment-capability" -> rules.paymentCapability();
      case "audit-mandate" -> rules.before("period", "from", "until");
      default -> throw new IllegalArgumentException("the type is one of the catalogue");
    }
    return rules.violations;
  }

  /// The longest validity of each type; `exp` may not exceed it, nor stand before `iat`.
  static Optional<Instant> latestExpiry(String type, ObjectNode claims) {
    var issued = Instant.ofEpochSecond(claims.path("iat").longValue()).atOffset(ZoneOffset.UTC);
    return switch (type) {
      case "mandate" ->
          claims.path("mandatee").path("kind").asText().equals("MACHINE")
              ? Optional.of(issued.plus(Period.ofMonths(3)).toInstant())
              : Optional.of(issued.plus(Period.ofYears(1)).toInstant());
      case "participant",
          "csp-licence",
          "grid-connection-point",
          "energy-market-role",
          "sharing-membership" ->
          Optional.of(issued.plus(Period.ofYears(1)).toInstant());
      case "small-cell-site" -> Optional.of(issued.plus(Period.ofMonths(6)).toInstant());
      case "metered-data", "service-quality-report" ->
          Optional.of(issued.plus(Period.ofYears(3)).toInstant());
      case "payment-capability" -> Optional.of(issued.plus(Duration.ofHours(24)).toInstant());
      case "audit-mandate" -> Optional.of(issued.plus(Duration.ofDays(30)).toInstant());
      default -> Optional.empty();
    };
  }

  private void validity(String type) {
    if (!claims.has("exp")) {
      return;
    }
    var expires = Instant.ofEpochSecond(claims.path("exp").longValue());
    require(
        "expiry",
        expires.getEpochSecond() > claims.path("iat").longValue(),
        "A credential expires after it is issued.");
    require(
        "validity-max",
        latestExpiry(type, claims).map(latest -> !expires.isAfter(latest)).orElse(true),
        "A credential is not valid longer than its type allows.");
    if (claims.has("nbf")) {
      require(
          "validity-begins",
          claims.path("nbf").longValue() < expires.getEpochSecond(),
          "A credential's validity begins before it ends.");
    }
  }

  private void participant() {
    boolean person = text("kind").equals("NATURAL_PERSON");
    require(
        "subject-kind",
        text("sub").startsWith("did:jwk:") == person,
        "A natural person is named by a did:jwk, an organisation by a DID on the ledger.");
  }

  private void mandate() {
    var limits = claims.path("limits");
    require(
        "limits-order",
        limits.path("perTransactionMinor").longValue() <= limits.path("perDayMinor").longValue(),
        "The limit for one transaction does not exceed the limit for a day.");
    require(
        "mandator-issues",
        claims.path("mandator").path("did").asText().equals(text("iss")),
        "A mandate is issued by the organisation that gives it.");
    var mandatee = claims.path("mandatee");
    boolean machine = mandatee.path("kind").asText().equals("MACHINE");
    require(
        "machine-id",
        mandatee.has("machineId") == machine,
        "A machine has a machineId, a person has none.");
    require(
        "machine-has-no-name",
        !machine
            || !(mandatee.has("givenName") || mandatee.has("familyName") || mandatee.has("email")),
        "A machine has no person's name and no e-mail address.");
  }

  private void cspLicence() {
    for (var band : claims.path("spectrum")) {
      require(
          "spectrum-range",
          band.path("lowKhz").longValue() < band.path("highKhz").longValue(),
          "A range of spectrum begins below where it ends.");
    }
  }

  private void smallCellSite() {
    require(
        "geohash-area",
        text("geohash").startsWith(text("area")),
        "The exact geohash lies in the area.");
  }

  private void gridConnectionPoint() {
    gsrn("meteringPointId");
    eic("gridArea");
    eic("biddingZone");
  }

  private void energyMarketRole() {
    eic("partyEic");
    for (var zone : claims.path("zones")) {
      requireEic(zone.asText());
    }
  }

  private void regulatedTariff() {
    eic("zone");
    before("period", "validFrom", "validUntil");
    expiresAt("validUntil");
  }

  private void guaranteeOfOrigin() {
    gsrn("deviceId");
    eic("biddingZone");
    require(
        "face-value",
        number("rangeEndWh") - number("rangeStartWh") == number("faceValueWh"),
        "The face value is the length of the range.");
    var length = Duration.between(instant("periodStart"), instant("periodEnd"));
    // Imported certificates may cover up to an hour; ours a quarter of it.
    boolean imported = text("scheme").equals("EECS_FRACTION");
    require(
        "period",
        length.equals(QUARTER_HOUR)
            || (imported
                && length.compareTo(QUARTER_HOUR) > 0
                && length.compareTo(Duration.ofHours(1)) <= 0),
        "The period is one quarter of an hour; of an imported certificate at most one hour.");
    require(
        "transferable",
        !instant("transferableUntil").isAfter(instant("usableUntil")),
        "A guarantee of origin is not transferable longer than it is usable.");
    expiresAt("usableUntil");
  }

  private void gooCancellation() {
    eic("biddingZone");
    before("period", "consumptionStart", "consumptionEnd");
    long total = 0;
    var slices = new ArrayList<JsonNode>();
    claims.path("slices").forEach(slices::add);
    for (var slice : slices) {
      long length = slice.path("rangeEndWh").longValue() - slice.path("rangeStartWh").longValue();
      require("slice", length > 0, "A slice begins before it ends.");
      total += length;
    }
    require("total", total == number("totalWh"), "The total is the sum of the slices.");
    slices.sort(
        Comparator.comparing((JsonNode slice) -> slice.path("gooId").asText())
            .thenComparingLong(slice -> slice.path("rangeStartWh").longValue()));
    for (int i = 1; i < slices.size(); i++) {
      var previous = slices.get(i - 1);
      var slice = slices.get(i);
      require(
          "slices-disjoint",
          !previous.path("gooId").asText().equals(slice.path("gooId").asText())
              || previous.path("rangeEndWh").longValue() <= slice.path("rangeStartWh").longValue(),
          "Slices of one guarantee of origin do not overlap.");
    }
  }

  private void meteredData() {
    gsrn("meteringPointId");
    var expected = instant("start");
    for (var reading : claims.path("readings")) {
      if (!Instant.parse(reading.path("start").asText()).equals(expected)) {
        require(
            "readings-contiguous",
            false,
            "The readings follow each other by quarter hours from the start, without gap or double.");
        return;
      }
      expected = expected.plus(QUARTER_HOUR);
    }
  }

  private void paymentCapability() {
    before("period", "notBefore", "notAfter");
    require(
        "expires-with",
        claims.path("exp").longValue() <= instant("notAfter").getEpochSecond(),
        "A payment capability is not valid longer than the payment is guaranteed.");
  }

  private void before(String rule, String start, String end) {
    require(rule, instant(start).isBefore(instant(end)), start + " lies before " + end + ".");
  }

  private void expiresAt(String member) {
    require(
        "expires-with",
        claims.path("exp").longValue() == instant(member).getEpochSecond(),
        "The credential expires at its " + member + ".");
  }

  private void gsrn(String member) {
    require(
        "gsrn-check-digit",
        CheckDigits.isGsrn(text(member)),
        "The check digit of a metering point's number is right.");
  }

  private void eic(String member) {
    requireEic(text(member));
  }

  private void requireEic(String text) {
    require(
        "eic-check-digit",
        CheckDigits.isEic(text),
        "The check character of an energy identification code is right.");
  }

  private String text(String member) {
    return claims.path(member).asText();
  }

  private long number(String member) {
    return claims.path(member).longValue();
  }

  private Instant instant(String member) {
    return Instant.parse(text(member));
  }

  private void require(String rule, boolean kept, String sentence) {
    var violation = new Violation(rule, sentence);
    if (!kept && !violations.contains(violation)) {
      violations.add(violation);
    }
  }
}
