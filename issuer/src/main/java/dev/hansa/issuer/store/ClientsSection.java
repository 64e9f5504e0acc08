package dev.hansa.issuer.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey;
import dev.hansa.identity.X509Chain;
import dev.hansa.issuer.domain.AuthorizationRequest;
import dev.hansa.issuer.domain.ClientPolicy;
import dev.hansa.issuer.domain.ClientPolicy.Method;
import dev.hansa.issuer.domain.ClientPolicy.Registered;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// `policy.clients` of a `tenant.json`: `methods`, `anchors` (PEM files beside it), `providers` (a
/// JWK set), `challenge`, and `registered` clients by their `client_id`, each with `jwks` and
/// `redirect_uris`.
final class ClientsSection {
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}\\.(pem|crt|der)");
  private static final int LIST_MAX = 64;

  private final Path folder;
  private final ObjectNode json;

  ClientsSection(Path folder, ObjectNode json) {
    this.folder = folder;
    this.json = json;
  }

  ClientPolicy read() throws IOException {
    KnownMembers.require(
        json,
        Set.of("methods", "anchors", "providers", "challenge", "registered"),
        "policy.clients");
    return new ClientPolicy(
        methods(),
        json.has("anchors") ? anchors(folder, json) : Set.of(),
        json.has("providers") ? keys(Json.object(json, "providers")) : List.of(),
        TenantFile.isRequired(json, "challenge", "policy.clients"),
        registered());
  }

  private Set<Method> methods() {
    var methods = new HashSet<Method>();
    for (var each : Json.array(json, "methods", 8)) {
      methods.add(
          Arrays.stream(Method.values())
              .filter(method -> method.word().equals(each.asText()))
              .findFirst()
              .orElseThrow(() ->
                  new MalformedInput(
                      "policy.clients.methods are none, attest_jwt_client_auth and"
                          + " private_key_jwt")));
    }
    return methods;
  }

  /// The certificates in the files that the member `anchors` names.
  static Set<X509Certificate> anchors(Path folder, ObjectNode section) throws IOException {
    var anchors = new HashSet<X509Certificate>();
    for (var each : Json.array(section, "anchors", LIST_MAX)) {
      if (!FILE_NAME.matcher(each.asText()).matches()) {
        throw new MalformedInput("anchors are pem, crt or der files in the tenant's folder");
      }
      anchors.add(X509Chain.readCertificate(Files.readAllBytes(folder.resolve(each.asText()))));
    }
    return anchors;
  }

  /// The keys of a JWK set, RFC 7517, section 5.
  static List<VerificationKey> keys(ObjectNode jwks) {
    var keys = new ArrayList<VerificationKey>();
    for (var each : Json.array(jwks, "keys", LIST_MAX)) {
      keys.add(VerificationKey.fromJwk(each));
    }
    return keys;
  }

  private Map<String, Registered> registered() {
    var clients = new HashMap<String, Registered>();
    if (json.has("registered")) {
      for (var entry : Json.object(json, "registered").properties()) {
        var redirectUris = new HashSet<URI>();
        for (var each : Json.array(entry.getValue(), "redirect_uris", LIST_MAX)) {
          redirectUris.add(AuthorizationRequest.parseRedirectUri(each.asText()));
        }
        clients.put(
            entry.getKey(),
            new Registered(keys(Json.object(entry.getValue(), "jwks")), redirectUris));
      }
    }
    return clients;
  }
}
