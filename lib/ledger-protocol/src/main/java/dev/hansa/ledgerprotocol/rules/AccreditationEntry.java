package dev.hansa.ledgerprotocol.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Accreditation;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import dev.hansa.ledgerprotocol.Members;
import dev.hansa.ledgerprotocol.StateJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// One grant in the list that stands under an issuer and a type. `under` is the number of the grant
/// that its grantor held, when it was not the trustees.
public record AccreditationEntry(
    Accreditation accreditation, Instant grantedAt, OptionalLong under) {

  boolean isOpen() {
    return accreditation.withdrawal().isEmpty();
  }

  AccreditationEntry withdrawn(Accreditation.Withdrawal withdrawal) {
    var a = accreditation;
    return new AccreditationEntry(
        new Accreditation(
            a.issuer(),
            a.type(),
            a.territories(),
            a.validFrom(),
            a.validUntil(),
            a.validityMax(),
            a.delegable(),
            a.grantedBy(),
            a.seqNo(),
            Optional.of(withdrawal),
            a.anchors()),
        grantedAt,
        under);
  }

  /// Reads the list of a state value.
  public static List<AccreditationEntry> read(Bytes value) {
    var json = StateJson.read(value);
    var issuer = Did.parse(Json.text(json, "issuer", Did.LENGTH_MAX));
    var vct = Vct.parse(Json.text(json, "vct", Vct.LENGTH_MAX));
    var entries = new ArrayList<AccreditationEntry>();
    for (var entry : Json.array(json, "entries", AccreditationRules.ENTRIES_MAX)) {
      entries.add(read(issuer, vct, entry));
    }
    return List.copyOf(entries);
  }

  private static AccreditationEntry read(Did issuer, Vct vct, JsonNode entry) {
    var territories = new ArrayList<String>();
    Json.array(entry, "territories", PayloadForms.TERRITORIES_MAX)
        .forEach(territory -> territories.add(territory.asText()));
    Optional<Accreditation.Withdrawal> withdrawal = Optional.empty();
    if (entry.has("withdrawal")) {
      var json = entry.get("withdrawal");
      withdrawal =
          Optional.of(
              new Accreditation.Withdrawal(
                  Json.text(json, "reason", 16).equals("ended")
                      ? Accreditation.Withdrawal.Reason.ENDED
                      : Accreditation.Withdrawal.Reason.COMPROMISED,
                  Members.instant(json, "since"),
                  Members.instant(json, "at")));
    }
    return new AccreditationEntry(
        new Accreditation(
            issuer,
            vct,
            territories,
            Members.instant(entry, "validFrom"),
            Members.instant(entry, "validUntil"),
            Duration.ofSeconds(Json.integer(entry, "validityMaxSeconds", 1, Json.INTEGER_MAX)),
            Members.bool(entry, "delegable"),
            Did.parse(Json.text(entry, "grantedBy", Did.LENGTH_MAX)),
            Json.integer(entry, "seqNo", 1, Json.INTEGER_MAX),
            withdrawal,
            anchors(entry)),
        Members.instant(entry, "grantedAt"),
        entry.has("under")
            ? OptionalLong.of(Json.integer(entry, "under", 1, Json.INTEGER_MAX))
            : OptionalLong.empty());
  }

  private static List<Bytes> anchors(JsonNode entry) {
    var anchors = new ArrayList<Bytes>();
    if (entry.has("anchors")) {
      Json.array(entry, "anchors", Accreditation.ANCHORS_MAX)
          .forEach(anchor -> anchors.add(Bytes.fromBase64Url(anchor.asText())));
    }
    return anchors;
  }

  /// The state value of an issuer's list.
  static Bytes write(Did issuer, Vct vct, List<AccreditationEntry> entries) {
    var json = Json.newObject().put("issuer", issuer.toString()).put("vct", vct.value());
    var array = json.putArray("entries");
    entries.forEach(entry -> array.add(entry.toJson()));
    return StateJson.write(json);
  }

  private ObjectNode toJson() {
    var json = Json.newObject();
    var territories = json.putArray("territories");
    accreditation.territories().forEach(territories::add);
    json.put("validFrom", accreditation.validFrom().toString())
        .put("validUntil", accreditation.validUntil().toString())
        .put("validityMaxSeconds", accreditation.validityMax().toSeconds())
        .put("delegable", accreditation.delegable())
        .put("grantedBy", accreditation.grantedBy().toString())
        .put("grantedAt", grantedAt.toString())
        .put("seqNo", accreditation.seqNo());
    under.ifPresent(number -> json.put("under", number));
    // Left out where there are none: what was written before anchors were known reads the same.
    if (!accreditation.anchors().isEmpty()) {
      var anchors = json.putArray("anchors");
      accreditation.anchors().forEach(anchor -> anchors.add(anchor.toBase64Url()));
    }
    accreditation
        .withdrawal()
        .ifPresent(withdrawal ->
            json.putObject("withdrawal")
                .put("reason", withdrawal.reason().name().toLowerCase(Locale.ROOT))
                .put("since", withdrawal.since().toString())
                .put("at", withdrawal.at().toString()));
    return json;
  }
}
