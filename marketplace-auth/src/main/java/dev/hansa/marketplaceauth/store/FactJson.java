package dev.hansa.marketplaceauth.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import dev.hansa.marketplaceauth.domain.Attested;
import dev.hansa.marketplaceauth.domain.Fact;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Facts as the store has them.
final class FactJson {
  private static final int TEXT_MAX = 2048;

  private FactJson() {}

  static ObjectNode write(Fact fact) {
    var json =
        Json.newObject()
            .put("agent", fact.agent())
            .put("issuer", fact.issuer().toString())
            .put("keyName", fact.keyName().toString())
            .put("credentialHash", fact.credentialHash().toBase64Url())
            .put("presentationHash", fact.presentationHash().toBase64Url())
            .put("issuedAt", fact.issuedAt().toString())
            .put("validUntil", fact.validUntil().toString());
    fact.status()
        .ifPresent(status ->
            json.put("statusUri", status.uri().toString()).put("statusIdx", status.idx()));
    json.set("says", says(fact.says()));
    return json;
  }

  static Fact read(String id, String party, String type, ObjectNode json) {
    var vct = Vct.parse(type);
    return new Fact(
        id,
        party,
        Json.text(json, "agent", TEXT_MAX),
        vct,
        Did.parse(Json.text(json, "issuer", TEXT_MAX)),
        DidUrl.parse(Json.text(json, "keyName", TEXT_MAX)),
        says(vct, Json.object(json, "says")),
        Bytes.fromBase64Url(Json.text(json, "credentialHash", TEXT_MAX)),
        Bytes.fromBase64Url(Json.text(json, "presentationHash", TEXT_MAX)),
        Instant.parse(Json.text(json, "issuedAt", TEXT_MAX)),
        Instant.parse(Json.text(json, "validUntil", TEXT_MAX)),
        json.has("statusUri")
            ? Optional.of(
                new Fact.StatusReference(
                    URI.create(Json.text(json, "statusUri", TEXT_MAX)),
                    Json.integer(json, "statusIdx", 0, Json.INTEGER_MAX)))
            : Optional.empty());
  }

  private static ObjectNode says(Attested says) {
    var json = Json.newObject();
    switch (says) {
      case Attested.Participant participant -> {
        json.put("person", participant.person()).put("country", participant.country());
        participant.roles().forEach(json.putArray("roles")::add);
      }
      case Attested.Mandate mandate -> {
        json.put("mandator", mandate.mandator().toString())
            .put("machine", mandate.machine())
            .put("currency", mandate.currency())
            .put("perTransactionMinor", mandate.perTransactionMinor())
            .put("loa", mandate.loa());
        var powers = json.putArray("powers");
        for (var power : mandate.powers()) {
          powers.addArray().add(power.domain()).add(power.function()).add(power.action());
        }
      }
      case Attested.CspLicence licence -> {
        licence.services().forEach(json.putArray("services")::add);
        licence.countries().forEach(json.putArray("countries")::add);
        licence.bands().forEach(json.putArray("bands")::add);
      }
      case Attested.ConnectionPoint point -> {
        json.put("meterKey", point.meterKey())
            .put("zone", point.zone())
            .put("maxExportWhPerInterval", point.maxExportWhPerInterval());
        point.directions().forEach(json.putArray("directions")::add);
      }
      case Attested.PaymentCapability payment ->
          json.put("currency", payment.currency())
              .put("limitMinor", payment.limitMinor())
              .put("notBefore", payment.notBefore().toString())
              .put("notAfter", payment.notAfter().toString());
    }
    return json;
  }

  private static Attested says(Vct type, ObjectNode json) {
    if (type.equals(Attested.PARTICIPANT)) {
      return new Attested.Participant(
          json.path("person").asBoolean(),
          Json.text(json, "country", TEXT_MAX),
          words(json, "roles"));
    } else if (type.equals(Attested.MANDATE)) {
      var powers = new TreeSet<Attested.Power>();
      for (var power : Json.array(json, "powers", Integer.MAX_VALUE)) {
        powers.add(
            new Attested.Power(
                power.get(0).asText(), power.get(1).asText(), power.get(2).asText()));
      }
      return new Attested.Mandate(
          Did.parse(Json.text(json, "mandator", TEXT_MAX)),
          json.path("machine").asBoolean(),
          powers,
          Json.text(json, "currency", TEXT_MAX),
          Json.integer(json, "perTransactionMinor", 0, Json.INTEGER_MAX),
          (int) Json.integer(json, "loa", 1, 3));
    } else if (type.equals(Attested.CSP_LICENCE)) {
      return new Attested.CspLicence(
          words(json, "services"), words(json, "countries"), words(json, "bands"));
    } else if (type.equals(Attested.GRID_CONNECTION_POINT)) {
      return new Attested.ConnectionPoint(
          Json.text(json, "meterKey", TEXT_MAX),
          Json.text(json, "zone", TEXT_MAX),
          words(json, "directions"),
          Json.integer(json, "maxExportWhPerInterval", 0, Json.INTEGER_MAX));
    }
    return new Attested.PaymentCapability(
        Json.text(json, "currency", TEXT_MAX),
        Json.integer(json, "limitMinor", 0, Json.INTEGER_MAX),
        Instant.parse(Json.text(json, "notBefore", TEXT_MAX)),
        Instant.parse(Json.text(json, "notAfter", TEXT_MAX)));
  }

  private static List<String> words(ObjectNode json, String member) {
    var words = new ArrayList<String>();
    Json.array(json, member, Integer.MAX_VALUE).forEach(word -> words.add(word.asText()));
    return words;
  }
}
