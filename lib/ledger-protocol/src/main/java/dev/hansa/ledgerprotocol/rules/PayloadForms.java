package dev.hansa.ledgerprotocol.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Accreditation;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Vct;
import dev.hansa.ledgerprotocol.Limits;
import dev.hansa.ledgerprotocol.Members;
import dev.hansa.ledgerprotocol.PayloadType;
import dev.hansa.ledgerprotocol.RulesSchedule;
import dev.hansa.ledgerprotocol.ShortDid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// The forms of our own payloads: RFC 8785 JSON in base64url, closed.
final class PayloadForms {
  static final int PAYLOAD_MAX = 16_384;
  static final int TERRITORIES_MAX = 300;
  static final int REPORTERS_MAX = 16;
  static final long RULES_VERSION_MAX = 1_000_000;
  static final long VALIDITY_MAX_SECONDS = 20L * 366 * 24 * 3600;

  private PayloadForms() {}

  private static ObjectNode payload(JsonNode operation, String... members) {
    Members.requireOnly(operation, "type", "payload");
    var bytes = Bytes.fromBase64Url(Json.text(operation, "payload", PAYLOAD_MAX));
    var json = Json.parseObject(bytes.toUtf8(), PAYLOAD_MAX);
    if (!Json.canonical(json).equals(bytes)) {
      throw new MalformedInput("a payload is in the canonical form of RFC 8785");
    }
    var allowed = new ArrayList<>(List.of(members));
    allowed.add("network");
    allowed.add("expires");
    Members.requireOnly(json, allowed.toArray(String[]::new));
    return json;
  }

  private static Operation.Envelope envelope(PayloadType type, JsonNode payload) {
    return new Operation.Envelope(
        type, Json.text(payload, "network", 32), Members.instant(payload, "expires"));
  }

  static Operation credentialType(JsonNode operation) {
    var payload =
        payload(
            operation,
            "vct",
            "schemaHash",
            "presentationSchemaHash",
            "typeMetadataHash",
            "issuedBy");
    var issuedBy = Json.text(payload, "issuedBy", 16);
    if (!issuedBy.equals("accredited") && !issuedBy.equals("mandator")) {
      throw new MalformedInput("issuedBy is accredited or mandator");
    }
    return new Operation.WriteCredentialType(
        envelope(PayloadType.CREDENTIAL_TYPE, payload),
        vct(payload),
        Members.hash(payload, "schemaHash"),
        Members.hash(payload, "presentationSchemaHash"),
        Members.hash(payload, "typeMetadataHash"),
        issuedBy);
  }

  static Operation accreditation(JsonNode operation) {
    var payload =
        payload(
            operation,
            "issuer",
            "vct",
            "withdraw",
            "territories",
            "validFrom",
            "validUntil",
            "validityMaxSeconds",
            "delegable",
            "anchors");
    var envelope = envelope(PayloadType.ACCREDITATION, payload);
    var issuer = did(payload, "issuer");
    if (payload.has("withdraw")) {
      if (payload.size() != 5) {
        throw new MalformedInput("a withdrawal names issuer, vct, reason and since, no more");
      }
      return withdrawal(payload, envelope, issuer);
    }
    var from = Members.instant(payload, "validFrom");
    var until = Members.instant(payload, "validUntil");
    requireOrder(from, until);
    return new Operation.Accredit(
        envelope,
        issuer,
        vct(payload),
        territories(payload),
        from,
        until,
        Json.integer(payload, "validityMaxSeconds", 1, VALIDITY_MAX_SECONDS),
        Members.bool(payload, "delegable"),
        anchors(payload));
  }

  private static Operation withdrawal(JsonNode payload, Operation.Envelope envelope, Did issuer) {
    var withdraw = Json.object(payload, "withdraw");
    Members.requireOnly(withdraw, "reason", "since");
    var reason = Json.text(withdraw, "reason", 16);
    if (!reason.equals("ended") && !reason.equals("compromised")) {
      throw new MalformedInput("the reason of a withdrawal is ended or compromised");
    }
    return new Operation.Withdraw(
        envelope, issuer, vct(payload), reason, Members.instant(withdraw, "since"));
  }

  static Operation anchor(JsonNode operation) {
    var payload = payload(operation, "log", "treeSize", "rootHash");
    var log = Json.text(payload, "log", 128);
    requireName(log, ".:/_-");
    return new Operation.WriteAnchor(
        envelope(PayloadType.ANCHOR, payload),
        log,
        Json.integer(payload, "treeSize", 0, Json.INTEGER_MAX),
        Members.hash(payload, "rootHash"));
  }

  static Operation upgrade(JsonNode operation) {
    var payload = payload(operation, "version", "height", "cancel");
    var envelope = envelope(PayloadType.RULES_UPGRADE, payload);
    var upgrade =
        new RulesSchedule.Upgrade(
            Json.integer(payload, "version", 1, RULES_VERSION_MAX),
            Json.integer(payload, "height", 1, Json.INTEGER_MAX));
    if (!payload.has("cancel")) {
      return new Operation.PlanUpgrade(envelope, upgrade);
    }
    if (!Members.bool(payload, "cancel")) {
      throw new MalformedInput("cancel is true, or is left out");
    }
    return new Operation.CancelUpgrade(envelope, upgrade);
  }

  static Operation limits(JsonNode operation) {
    var payload = payload(operation, "requestBytes", "writes", "windowSeconds");
    return new Operation.WriteLimits(envelope(PayloadType.LIMITS, payload), Limits.parse(payload));
  }

  static Operation agreement(JsonNode operation) {
    var payload =
        payload(
            operation,
            "agreementId",
            "termsHash",
            "provider",
            "customer",
            "reporters",
            "arbiter",
            "validFrom",
            "validUntil",
            "receipts");
    var id = Json.text(payload, "agreementId", 64);
    requireName(id, "._-");
    var _ = Members.hash(payload, "termsHash");
    requireOrder(Members.instant(payload, "validFrom"), Members.instant(payload, "validUntil"));
    var receipts = Json.array(payload, "receipts", 2);
    if (receipts.size() != 2) {
      throw new MalformedInput("an agreement names the two receipts of its signatures");
    }
    for (var receipt : receipts) {
      var _ = Members.hash(receipt.asText());
    }
    var terms = payload.deepCopy();
    terms.remove(List.of("network", "expires"));
    return new Operation.WriteAgreement(
        envelope(PayloadType.AGREEMENT, payload),
        id,
        did(payload, "provider"),
        did(payload, "customer"),
        others(payload),
        terms);
  }

  private static List<Did> others(JsonNode payload) {
    var others = new ArrayList<Did>();
    for (var reporter : Json.array(payload, "reporters", REPORTERS_MAX)) {
      others.add(Did.parse(reporter.asText()));
    }
    if (new HashSet<>(others).size() != others.size()) {
      throw new MalformedInput("a reporter stands once");
    }
    if (payload.has("arbiter")) {
      others.add(did(payload, "arbiter"));
    }
    return others;
  }

  private static List<String> territories(JsonNode payload) {
    var read = new ArrayList<String>();
    for (var territory : Json.array(payload, "territories", TERRITORIES_MAX)) {
      var text = territory.asText();
      if (!isTerritory(text)) {
        throw new MalformedInput("a territory is an ISO 3166 code, such as DK or DE-BY");
      }
      read.add(text);
    }
    if (new HashSet<>(read).size() != read.size()) {
      throw new MalformedInput("a territory stands once");
    }
    return read;
  }

  /// Certificates in DER. What is in them is for whoever checks a chain: here they are bytes.
  private static List<Bytes> anchors(JsonNode payload) {
    var read = new ArrayList<Bytes>();
    if (payload.has("anchors")) {
      for (var anchor : Json.array(payload, "anchors", Accreditation.ANCHORS_MAX)) {
        var der = anchor.isTextual() ? Bytes.fromBase64Url(anchor.textValue()) : Bytes.utf8("");
        if (der.length() == 0 || der.length() > Accreditation.ANCHOR_MAX) {
          throw new MalformedInput(
              "an anchor is base64url of 1 to " + Accreditation.ANCHOR_MAX + " bytes");
        }
        read.add(der);
      }
    }
    return read;
  }

  private static boolean isTerritory(String text) {
    if (text.length() < 2 || text.length() > 6 || text.length() == 3) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = c >= 'A' && c <= 'Z';
      boolean fits = i < 2 ? letter : i == 2 ? c == '-' : letter || (c >= '0' && c <= '9');
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static void requireName(String name, String besides) {
    boolean fits = !name.isEmpty();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      fits &=
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || besides.indexOf(c) >= 0;
    }
    if (!fits) {
      throw new MalformedInput("a name has letters, digits and " + besides);
    }
  }

  private static void requireOrder(Instant from, Instant until) {
    if (!from.isBefore(until)) {
      throw new MalformedInput("validFrom is before validUntil");
    }
  }

  private static Vct vct(JsonNode payload) {
    return Vct.parse(Json.text(payload, "vct", Vct.LENGTH_MAX));
  }

  // A DID of some ledger; which network, the rules check.
  private static Did did(JsonNode payload, String member) {
    var did = Did.parse(Json.text(payload, member, 128));
    var _ = ShortDid.of(did);
    return did;
  }
}
