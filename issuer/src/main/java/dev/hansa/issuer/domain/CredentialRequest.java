package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Vct;
import java.util.Optional;

/// What a wallet sends to the credential endpoint, [OpenID4VCI 1.0, section
/// 8.2](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html). Members that we
/// do not know are ignored, as it says.
public record CredentialRequest(
    Optional<String> configuration,
    Optional<String> identifier,
    Optional<JsonNode> proofs,
    boolean asksForEncryption) {
  public static final int BODY_MAX = 32 * 1024;

  public static CredentialRequest parse(String body) {
    var json = Json.parseObject(body, BODY_MAX);
    if (json.has("credential_configuration_id") == json.has("credential_identifier")) {
      throw new MalformedInput(
          "the request has exactly one of credential_configuration_id and credential_identifier");
    }
    if (json.has("proof")) {
      throw new MalformedInput("the request has proofs, an object; proof was a draft's");
    }
    return new CredentialRequest(
        json.has("credential_configuration_id")
            ? Optional.of(Json.text(json, "credential_configuration_id", Vct.LENGTH_MAX))
            : Optional.empty(),
        json.has("credential_identifier")
            ? Optional.of(Json.text(json, "credential_identifier", Vct.LENGTH_MAX + 8))
            : Optional.empty(),
        Optional.ofNullable(json.get("proofs")),
        json.has("credential_response_encryption"));
  }

  /// The one proof. Its absence is a matter of the proof; two of them are one too many.
  sealed interface Proof {
    record None() implements Proof {}

    record Jwt(String compact) implements Proof {}
  }

  /// Reads `proofs`; throws for a form that no wallet may send.
  Proof proof() {
    if (proofs.isEmpty()) {
      return new Proof.None();
    }
    var node = proofs.get();
    if (!node.isObject() || node.size() != 1) {
      throw new MalformedInput("proofs is an object with one proof type");
    }
    var jwts = node.get("jwt");
    if (jwts == null) {
      return new Proof.None();
    }
    if (!jwts.isArray() || jwts.size() != 1 || !jwts.get(0).isTextual()) {
      throw new MalformedInput("proofs.jwt has one JWT, as this issuer issues one at a time");
    }
    return new Proof.Jwt(jwts.get(0).textValue());
  }
}
