package dev.hansa.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.CredentialType.IssuedBy;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
  private static final Catalogue CATALOGUE = Catalogue.hansa();

  static ObjectNode sample(String name) {
    try (var in = CatalogueTest.class.getResourceAsStream("/samples/" + name + ".sample.json")) {
      return Json.parseObject(
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void there_are_fourteen_types_and_only_the_mandate_is_issued_by_a_mandator() {
    assertThat(CATALOGUE.types()).hasSize(14);
    assertThat(
            CATALOGUE.types().stream()
                .filter(type -> type.issuedBy() == IssuedBy.MANDATOR)
                .map(CatalogueType::name))
        .containsExactly("mandate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "participant",
        "participant.person",
        "mandate",
        "csp-licence",
        "small-cell-site",
        "grid-connection-point",
        "energy-market-role",
        "sharing-membership",
        "regulated-tariff",
        "guarantee-of-origin",
        "goo-cancellation",
        "metered-data",
        "service-quality-report",
        "payment-capability",
        "audit-mandate"
      })
  void every_sample_may_be_issued(String name) {
    var claims = sample(name);
    assertThat(CATALOGUE.check(Vct.parse(claims.path("vct").asText()), claims))
        .isEqualTo(new IssuanceCheck.Conforms());
  }

  static Stream<Arguments> defects() {
    return Stream.of(
        defect(
            "grid-connection-point",
            "gsrn-check-digit",
            c -> c.put("meteringPointId", "735999100000000011")),
        defect(
            "grid-connection-point",
            "eic-check-digit",
            c -> c.put("biddingZone", "10Y1001A1001A47K")),
        defect(
            "grid-connection-point", "eic-check-digit", c -> c.put("gridArea", "10Y1001A1001A48J")),
        defect("grid-connection-point", "schema", c -> c.put("colour", "red")),
        defect("grid-connection-point", "schema", c -> c.put("maxExportW", -1)),
        defect("grid-connection-point", "schema", c -> c.put("supplyStart", "2024-02-30")),
        defect("energy-market-role", "eic-check-digit", c -> c.put("partyEic", "10X1001A1001A451")),
        defect("guarantee-of-origin", "face-value", c -> c.put("faceValueWh", 1199)),
        defect(
            "guarantee-of-origin",
            "gsrn-check-digit",
            c -> c.put("deviceId", "735999100000000019")),
        defect("guarantee-of-origin", "period", c -> c.put("periodEnd", "2026-06-01T12:30:00Z")),
        defect(
            "guarantee-of-origin",
            "transferable",
            c -> c.put("transferableUntil", "2027-12-01T12:16:00Z")),
        defect("guarantee-of-origin", "expires-with", c -> c.put("exp", 1827663301)),
        defect("guarantee-of-origin", "schema", c -> c.put("periodStart", "2026-06-01T12:01:00Z")),
        defect("goo-cancellation", "total", c -> c.put("totalWh", 701)),
        defect("goo-cancellation", "slices-disjoint", CatalogueTest::overlap),
        defect("goo-cancellation", "period", c -> c.put("consumptionEnd", "2026-06-01T12:00:00Z")),
        defect("metered-data", "readings-contiguous", c -> c.put("start", "2026-06-01T11:45:00Z")),
        defect("metered-data", "readings-contiguous", c -> reading(c, "2026-06-01T12:15:00Z")),
        defect("metered-data", "readings-contiguous", c -> reading(c, "2026-06-01T12:45:00Z")),
        defect("metered-data", "schema", c -> c.putArray("readings")),
        defect("regulated-tariff", "period", c -> c.put("validFrom", "2026-12-01T00:00:00Z")),
        defect("regulated-tariff", "expires-with", c -> c.put("exp", 1796083199)),
        defect(
            "mandate",
            "limits-order",
            c -> ((ObjectNode) c.path("limits")).put("perDayMinor", 999_999)),
        defect(
            "mandate",
            "mandator-issues",
            c -> c.put("iss", "did:indy:hansa:2wJPyULfLLnYTEFYzByfUR")),
        defect(
            "mandate",
            "machine-id",
            c -> ((ObjectNode) c.path("mandatee")).put("machineId", "m-1")),
        defect("mandate", "validity-max", c -> machine(c)),
        defect("mandate", "schema", c -> c.put("delegable", true)),
        defect("participant", "subject-kind", c -> c.put("sub", "did:jwk:eyJjcnYiOiJQLTI1NiJ9")),
        defect("participant", "validity-max", c -> c.put("exp", 1798761601)),
        defect("participant", "expiry", c -> c.put("exp", 1767225600)),
        defect("participant", "validity-begins", c -> c.put("nbf", 1798761600)),
        defect("participant.person", "schema", c -> c.put("legalName", "Ada")),
        defect("participant", "schema", c -> c.putArray("roles").add("KING")),
        defect(
            "csp-licence",
            "spectrum-range",
            c -> ((ObjectNode) c.at("/spectrum/0")).put("lowKhz", 3720000)),
        defect("small-cell-site", "geohash-area", c -> c.put("area", "u6scd")),
        defect("payment-capability", "period", c -> c.put("notBefore", "2026-11-23T00:00:00Z")),
        defect(
            "payment-capability", "expires-with", c -> c.put("notAfter", "2026-11-22T23:59:59Z")),
        defect(
            "payment-capability",
            "validity-max",
            c -> c.put("exp", 1795392001).put("notAfter", "2026-11-24T00:00:00Z")),
        defect("audit-mandate", "period", c -> c.put("until", "2026-11-01T00:00:00Z")),
        defect("service-quality-report", "period", c -> c.put("periodEnd", "2026-10-01T00:00:00Z")),
        defect("service-quality-report", "schema", c -> c.put("reportId", "no-uuid")));
  }

  private static Arguments defect(String sample, String rule, Consumer<ObjectNode> change) {
    return Arguments.of(sample, rule, change);
  }

  private static void overlap(ObjectNode claims) {
    var slices = claims.withArray("slices");
    var second =
        ((ObjectNode) slices.get(0)).deepCopy().put("rangeStartWh", 699).put("rangeEndWh", 800);
    slices.add(second);
    claims.put("totalWh", 801);
  }

  private static void reading(ObjectNode claims, String start) {
    claims.withArray("readings").addObject().put("start", start).put("wh", 1).put("q", "MEASURED");
  }

  private static void machine(ObjectNode claims) {
    claims.putObject("mandatee").put("kind", "MACHINE").put("machineId", "probe-1");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("defects")
  void one_defect_is_one_violation(String sample, String rule, Consumer<ObjectNode> change) {
    var claims = sample(sample);
    change.accept(claims);
    assertThat(CATALOGUE.check(Vct.parse(claims.path("vct").asText()), claims))
        .isInstanceOfSatisfying(
            IssuanceCheck.Violations.class,
            found ->
                assertThat(found.violations())
                    .extracting(IssuanceCheck.Violation::rule)
                    .containsOnly(rule));
  }

  @Test
  void a_violation_does_not_repeat_what_was_handed_in() {
    var claims = sample("grid-connection-point").put("meteringPointId", "735999100000000011");
    claims.put("sub", "secret-subject");
    assertThat(CATALOGUE.check(Vct.hansa("grid-connection-point"), claims).toString())
        .doesNotContain("secret-subject")
        .doesNotContain("735999");
  }

  @Test
  void a_draft_is_looked_at_before_the_holder_is_known() {
    var claims = sample("payment-capability");
    claims.remove(List.of("iss", "vct", "iat", "exp", "cnf", "status"));
    var issued = Instant.parse("2026-11-22T00:00:00Z");
    var issuer = Did.parse("did:indy:hansa:7Tqg6BwSSWapxgUDm9KKgg");
    var vct = Vct.hansa("payment-capability");
    assertThat(
            CATALOGUE.checkDraft(vct, claims, issuer, issued, Optional.of(issued.plusSeconds(60))))
        .isEqualTo(new IssuanceCheck.Conforms());
    assertThat(CATALOGUE.checkDraft(vct, claims.put("iss", "x"), issuer, issued, Optional.empty()))
        .isInstanceOf(IssuanceCheck.Violations.class);
    assertThat(CATALOGUE.check(Vct.hansa("horoscope"), claims))
        .isEqualTo(new IssuanceCheck.UnknownType());
  }

  @Test
  void a_machines_mandate_lasts_three_months() {
    var claims = sample("mandate");
    machine(claims);
    claims.put("exp", 1764000000 + 90 * 86400);
    assertThat(CATALOGUE.check(Vct.hansa("mandate"), claims))
        .isEqualTo(new IssuanceCheck.Conforms());
  }
}
