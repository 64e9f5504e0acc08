package dev.hansa.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;

/// Where the facts at and below a place of an evaluation come from. The place is a JSON Pointer
/// (RFC 6901) into the evaluation's JSON, such as `/entities/0/attrs/cspLicence` or `/context`;
/// where several cover a fact, the longest counts.
public sealed interface FactSource {
  int POINTER_MAX = 500;

  String at();

  /// A verified credential: its index in the receipt's list.
  record FromCredential(String at, int credential) implements FactSource {}

  /// The authenticated service that owns the resource.
  record FromService(String at, Did service) implements FactSource {}

  /// The ledger, at the receipt's height.
  record FromLedger(String at) implements FactSource {}

  /// The receipt's issuer itself: its clock, its sessions, its own records.
  record FromIssuer(String at) implements FactSource {}

  default ObjectNode toJson() {
    var json = Json.newObject().put("at", at());
    return switch (this) {
      case FromCredential(_, int credential) ->
          json.put("from", "credential").put("credential", credential);
      case FromService(_, Did service) ->
          json.put("from", "service").put("service", service.toString());
      case FromLedger _ -> json.put("from", "ledger");
      case FromIssuer _ -> json.put("from", "issuer");
    };
  }

  static FactSource parse(JsonNode json) {
    var at = Json.text(json, "at", POINTER_MAX);
    if (!at.startsWith("/")) {
      throw new MalformedInput("a source's place is a JSON Pointer");
    }
    return switch (Json.text(json, "from", 16)) {
      case "credential" ->
          new FromCredential(
              at, (int) Json.integer(json, "credential", 0, CredentialEvidence.COUNT_MAX));
      case "service" -> new FromService(at, Did.parse(Json.text(json, "service", Did.LENGTH_MAX)));
      case "ledger" -> new FromLedger(at);
      case "issuer" -> new FromIssuer(at);
      default ->
          throw new MalformedInput("a source is a credential, a service, the ledger or the issuer");
    };
  }
}
