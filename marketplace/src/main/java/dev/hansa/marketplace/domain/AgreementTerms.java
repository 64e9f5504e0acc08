package dev.hansa.marketplace.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.marketrules.money.Currency;
import dev.hansa.marketrules.sla.CreditTerms;
import dev.hansa.marketrules.sla.SlaTerms;
import dev.hansa.marketrules.sla.Tier;
import dev.hansa.marketrules.sla.TierFault;
import dev.hansa.marketrules.sla.TierTable;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The terms of an agreement on service levels: what both parties sign is the hash of this JSON in
/// its canonical form (RFC 8785).
public final class AgreementTerms {
  public static final int BODY_MAX = 32_768;
  public static final int NAME_MAX = 64;

  private final ObjectNode json;
  private final SlaTerms sla;

  private AgreementTerms(ObjectNode json, SlaTerms sla) {
    this.json = json;
    this.sla = sla;
  }

  /// A tier table that is not a partition: the linter names each gap and overlap.
  public static final class FaultyTiers extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<TierFault> faults;

    FaultyTiers(List<TierFault> faults) {
      super("the tiers of an agreement are a partition of 0 to 100 %");
      this.faults = faults;
    }

    public List<TierFault> faults() {
      return faults;
    }
  }

  /// Reads the terms that a provider proposes, and makes them whole with who proposes to whom.
  public static AgreementTerms propose(
      String agreementId, Did provider, Did customer, ObjectNode proposed) {
    var json = proposed.deepCopy();
    json.put("agreementId", agreementId);
    json.put("provider", provider.toString());
    json.put("customer", customer.toString());
    return read(json);
  }

  /// Reads whole terms.
  public static AgreementTerms read(ObjectNode json) {
    onlyKnown(json);
    var table =
        switch (TierTable.lint(tiers(json))) {
          case TierTable.Lint.Sound(var sound) -> sound;
          case TierTable.Lint.Faulty(var faults) -> throw new FaultyTiers(faults);
        };
    var reporters = new LinkedHashSet<String>();
    for (var reporter : Json.array(json, "reporters", SlaTerms.REPORTERS_MAX)) {
      reporters.add(Did.parse(reporter.asText()).toString());
    }
    var credits = credits(json);
    var hash = Json.hash(json).toBase64Url();
    return MalformedInput.unless(
        () -> new AgreementTerms(json, sla(json, hash, table, reporters, credits)));
  }

  private static SlaTerms sla(
      ObjectNode json, String hash, TierTable table, Set<String> reporters, CreditTerms credits) {
    return new SlaTerms(
        Json.text(json, "agreementId", NAME_MAX),
        hash,
        Did.parse(Json.text(json, "provider", Did.LENGTH_MAX)).toString(),
        Did.parse(Json.text(json, "customer", Did.LENGTH_MAX)).toString(),
        reporters,
        json.has("arbiter")
            ? Optional.of(Did.parse(Json.text(json, "arbiter", Did.LENGTH_MAX)).toString())
            : Optional.empty(),
        instant(json, "validFrom"),
        instant(json, "validUntil"),
        table,
        credits,
        Json.integer(json, "chargeMinor", 0, Json.INTEGER_MAX / 12),
        currency(json));
  }

  private static void onlyKnown(ObjectNode json) {
    var known =
        Set.of(
            "agreementId",
            "provider",
            "customer",
            "reporters",
            "arbiter",
            "validFrom",
            "validUntil",
            "availability",
            "credits",
            "chargeMinor",
            "currency",
            "service",
            "country",
            "band",
            "offering",
            "text");
    json.fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            throw new MalformedInput("terms have the members of the API reference and no other");
          }
        });
    var _ = Json.text(json, "service", NAME_MAX);
    var _ = Json.text(json, "country", 2);
  }

  private static List<Tier> tiers(ObjectNode json) {
    var tiers = new ArrayList<Tier>();
    for (JsonNode tier : Json.array(json, "availability", TierTable.TIERS_MAX)) {
      tiers.add(
          new Tier(
              Json.integer(tier, "thresholdPpm", 0, 1_000_000),
              (int) Json.integer(tier, "creditBp", 0, TierTable.CREDIT_BP_MAX)));
    }
    return tiers;
  }

  private static CreditTerms credits(ObjectNode json) {
    if (!json.has("credits")) {
      return CreditTerms.largest();
    }
    var credits = Json.object(json, "credits");
    var combine =
        switch (Json.text(credits, "combine", 16)) {
          case "MAX" -> CreditTerms.Combine.MAX;
          case "SUM_CAPPED" -> CreditTerms.Combine.SUM_CAPPED;
          default -> throw new MalformedInput("combine is MAX or SUM_CAPPED");
        };
    return new CreditTerms(
        combine,
        (int) Json.integer(credits, "creditCapBp", 0, TierTable.CREDIT_BP_MAX),
        Json.integer(credits, "minimumMinor", 0, Json.INTEGER_MAX));
  }

  private static Currency currency(ObjectNode json) {
    var code = Json.text(json, "currency", 3);
    if (!code.equals(Currency.EUR.code())) {
      throw new MalformedInput("the currency of an agreement is EUR");
    }
    return Currency.EUR;
  }

  private static Instant instant(ObjectNode json, String member) {
    try {
      return Instant.parse(Json.text(json, member, 40));
    } catch (DateTimeParseException e) {
      throw new MalformedInput("the member " + member + " reads 2026-01-31T00:00:00Z");
    }
  }

  public SlaTerms sla() {
    return sla;
  }

  public ObjectNode json() {
    return json.deepCopy();
  }

  public Bytes hash() {
    return Bytes.fromBase64Url(sla.termsHash());
  }

  public String service() {
    return json.path("service").asText();
  }

  public String country() {
    return json.path("country").asText();
  }

  public Optional<String> band() {
    return Optional.ofNullable(json.path("band").textValue());
  }

  /// Twelve monthly charges.
  public long annualValueMinor() {
    return Math.multiplyExact(sla.chargeMinor(), 12);
  }
}
