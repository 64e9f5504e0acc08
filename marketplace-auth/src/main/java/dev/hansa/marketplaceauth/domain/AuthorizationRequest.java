package dev.hansa.marketplaceauth.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// A checked authorization request. Without redirect URI it came by the challenge endpoint.
/// `keyBound` is the thumbprint of the DPoP key that alone may use the code (RFC 9449, section 10).
public record AuthorizationRequest(
    String clientId,
    Optional<String> redirectUri,
    Optional<String> state,
    Optional<String> nonce,
    String codeChallenge,
    List<String> scope,
    Optional<String> resource,
    Optional<String> keyBound) {
  /// Of each parameter, longer is refused.
  public static final int PARAMETER_MAX = 1024;

  public AuthorizationRequest {
    scope = List.copyOf(scope);
  }

  public boolean has(String wanted) {
    return scope.contains(wanted);
  }

  public AuthorizationRequest boundTo(String thumbprint) {
    return new AuthorizationRequest(
        clientId,
        redirectUri,
        state,
        nonce,
        codeChallenge,
        scope,
        resource,
        Optional.of(thumbprint));
  }

  public ObjectNode toJson() {
    var json =
        Json.newObject()
            .put("clientId", clientId)
            .put("codeChallenge", codeChallenge)
            .put("scope", String.join(" ", new TreeSet<>(scope)));
    redirectUri.ifPresent(value -> json.put("redirectUri", value));
    state.ifPresent(value -> json.put("state", value));
    nonce.ifPresent(value -> json.put("nonce", value));
    resource.ifPresent(value -> json.put("resource", value));
    keyBound.ifPresent(value -> json.put("keyBound", value));
    return json;
  }

  public static AuthorizationRequest parse(ObjectNode json) {
    return new AuthorizationRequest(
        Json.text(json, "clientId", PARAMETER_MAX),
        optional(json, "redirectUri"),
        optional(json, "state"),
        optional(json, "nonce"),
        Json.text(json, "codeChallenge", PARAMETER_MAX),
        List.of(Json.text(json, "scope", PARAMETER_MAX).split(" ", -1)),
        optional(json, "resource"),
        optional(json, "keyBound"));
  }

  private static Optional<String> optional(ObjectNode json, String member) {
    return json.has(member)
        ? Optional.of(Json.text(json, member, PARAMETER_MAX))
        : Optional.empty();
  }
}
