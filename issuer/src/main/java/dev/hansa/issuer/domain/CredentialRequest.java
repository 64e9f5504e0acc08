package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Vct;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a wallet sends to the credential endpoint, [OpenID4VCI 1.0, section
/// 8.2](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html). Members that we
/// do not know are ignored, as it says.
public record CredentialRequest(
    Optional<String> configuration,
    Optional<String> identifier,
    Optional<JsonNode> proofs,
    Optional<ResponseEncryption> encryption) {
  public static final int BODY_MAX = 128 * 1024;

  /// So many copies of a credential a wallet may have at once, each for a key of its own.
  public static final int BATCH_MAX = 20;

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
        ResponseEncryption.find(json));
  }

  /// The proofs, all of one type. Their absence is a matter of the proof.
  sealed interface Proof {
    record None() implements Proof {}

    record Jwt(List<String> compact) implements Proof {
      public Jwt {
        compact = List.copyOf(compact);
      }
    }

    record Attestation(String compact) implements Proof {}
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
    if (node.has("attestation")) {
      return new Proof.Attestation(texts(node, "attestation", 1).getFirst());
    }
    return node.has("jwt") ? new Proof.Jwt(texts(node, "jwt", BATCH_MAX)) : new Proof.None();
  }

  private static List<String> texts(JsonNode proofs, String type, int max) {
    var texts = new ArrayList<String>();
    for (var each : Json.array(proofs, type, max)) {
      if (!each.isTextual()) {
        throw new MalformedInput("a proof of this type is a text");
      }
      texts.add(each.textValue());
    }
    if (texts.isEmpty()) {
      throw new MalformedInput("proofs has at least one proof");
    }
    return texts;
  }
}
