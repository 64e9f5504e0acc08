package dev.hansa.issuer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// Claims and requests that are right, for tests to make one thing wrong.
public final class Samples {
  public static final String PARTICIPANT = "urn:hansa:participant:1";
  public static final String METERED_DATA = "urn:hansa:metered-data:1";
  public static final String MANDATE = "urn:hansa:mandate:1";
  public static final String PAYMENT = "urn:hansa:payment-capability:1";

  private static final AtomicLong REQUESTS = new AtomicLong();

  private Samples() {}

  public static String requestId() {
    return String.format(Locale.ROOT, "request-%d", REQUESTS.incrementAndGet());
  }

  public static ObjectNode person(Did holder) {
    var claims =
        Json.newObject()
            .put("sub", holder.toString())
            .put("kind", "NATURAL_PERSON")
            .put("country", "SE")
            .put("termsHash", "A".repeat(43))
            .put("onboardedAt", "2026-06-01T11:00:00Z");
    claims.putArray("roles").add("PROSUMER");
    return claims;
  }

  public static ObjectNode organisation(Did did) {
    var claims =
        Json.newObject()
            .put("sub", did.toString())
            .put("kind", "LEGAL_ENTITY")
            .put("organizationIdentifier", "VATSE-556012579001")
            .put("legalName", "Zebra Mobile AB")
            .put("country", "SE")
            .put("termsHash", "A".repeat(43))
            .put("onboardedAt", "2026-06-01T11:00:00Z");
    claims.putArray("roles").add("MNO").add("CSP");
    return claims;
  }

  public static ObjectNode mandate(Did mandator) {
    var claims = Json.newObject().put("delegable", false).put("loa", "high");
    claims
        .putObject("mandator")
        .put("did", mandator.toString())
        .put("organizationIdentifier", "VATSE-556012579001")
        .put("legalName", "Zebra Mobile AB")
        .put("country", "SE");
    claims
        .putObject("mandatee")
        .put("kind", "PERSON")
        .put("givenName", "Ada")
        .put("familyName", "Quixotesson");
    claims
        .putArray("power")
        .addObject()
        .put("type", "Domain")
        .put("domain", "Telecom")
        .put("function", "Agreement")
        .putArray("action")
        .add("Sign");
    claims
        .putObject("limits")
        .put("currency", "EUR")
        .put("perTransactionMinor", 1_000_000)
        .put("perDayMinor", 5_000_000);
    return claims;
  }

  public static ObjectNode payment(Did provider, Did holder) {
    return Json.newObject()
        .put("sub", holder.toString())
        .put("provider", provider.toString())
        .put("currency", "EUR")
        .put("limitMinor", 500_000)
        .put("scheme", "ESCROW")
        .put("escrowRef", "E1")
        .put("ibanHash", "A".repeat(43))
        .put("notBefore", "2026-06-01T00:00:00Z")
        .put("notAfter", "2026-12-31T00:00:00Z");
  }

  public static ObjectNode readings() {
    var claims =
        Json.newObject()
            .put("meteringPointId", "735999100000000010")
            .put("direction", "EXPORT")
            .put("start", "2026-06-01T10:00:00Z")
            .put("resolution", "PT15M")
            .put("unit", "WH")
            .put("version", 1);
    var readings = claims.putArray("readings");
    readings.addObject().put("start", "2026-06-01T10:00:00Z").put("wh", 1200).put("q", "MEASURED");
    readings.addObject().put("start", "2026-06-01T10:15:00Z").put("wh", 1180).put("q", "MEASURED");
    return claims;
  }

  public static ObjectNode offer(String vct, ObjectNode claims, boolean txCode) {
    var json = Json.newObject().put("requestId", requestId()).put("vct", vct).put("txCode", txCode);
    json.set("claims", claims);
    return json;
  }

  public static ObjectNode direct(String vct, ObjectNode claims) {
    var json = Json.newObject().put("requestId", requestId()).put("vct", vct);
    json.set("claims", claims);
    return json;
  }
}
