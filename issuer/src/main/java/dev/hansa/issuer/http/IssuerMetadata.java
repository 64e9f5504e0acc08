package dev.hansa.issuer.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.CatalogueType;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import dev.hansa.issuer.domain.Authorizing;
import dev.hansa.issuer.domain.ClientPolicy;
import dev.hansa.issuer.domain.CredentialFormat;
import dev.hansa.issuer.domain.CredentialRequest;
import dev.hansa.issuer.domain.IssuingRights;
import dev.hansa.issuer.domain.KeyAttestationPolicy;
import dev.hansa.issuer.domain.OfferDocuments;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.issuer.domain.TypeCatalogue;
import dev.hansa.issuer.domain.TypeNames;
import jakarta.inject.Singleton;
import java.time.Clock;

/// What an issuer says of itself: credential issuer metadata, [OpenID4VCI 1.0, section
/// 12.2.4](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html), and
/// authorization server metadata, [RFC 8414](https://www.rfc-editor.org/rfc/rfc8414).
@Singleton
final class IssuerMetadata {
  private final IssuingRights rights;
  private final TypeCatalogue catalogue;
  private final TypeNames names;
  private final Authorizing authorizing;
  private final Sealing sealing;
  private final Clock clock;

  IssuerMetadata(
      IssuingRights rights,
      TypeCatalogue catalogue,
      TypeNames names,
      Authorizing authorizing,
      Sealing sealing,
      Clock clock) {
    this.rights = rights;
    this.catalogue = catalogue;
    this.names = names;
    this.authorizing = authorizing;
    this.sealing = sealing;
    this.clock = clock;
  }

  ObjectNode issuer(Tenant issuer) {
    var json =
        Json.newObject()
            .put("credential_issuer", issuer.identifier().toString())
            .put("credential_endpoint", issuer.at("/credential").toString())
            .put("nonce_endpoint", issuer.at("/nonce").toString())
            .put("notification_endpoint", issuer.at("/notification").toString())
            .put("deferred_credential_endpoint", issuer.at("/deferred-credential").toString())
            .put("status_list_aggregation_endpoint", issuer.at("/status-lists").toString());
    sealing.describe(issuer, json);
    json.putObject("batch_credential_issuance").put("batch_size", CredentialRequest.BATCH_MAX);
    var display = json.putArray("display");
    var first = display.addObject().put("name", issuer.displayName());
    logo(issuer, first);
    for (var named : issuer.appearance().names()) {
      var each = display.addObject().put("name", named.name()).put("locale", named.locale());
      logo(issuer, each);
    }
    var supported = json.putObject("credential_configurations_supported");
    for (var vct : rights.issuable(issuer, clock.instant())) {
      configuration(issuer, supported.putObject(vct.value()), vct);
    }
    return json;
  }

  private static void proofTypes(Tenant issuer, ObjectNode types) {
    var policy = issuer.policy().keyAttestation();
    var jwt = types.putObject("jwt");
    jwt.putArray("proof_signing_alg_values_supported").add("ES256");
    if (policy.required()) {
      attestations(policy, jwt);
    }
    if (policy.isOpen()) {
      var attestation = types.putObject("attestation");
      attestation.putArray("proof_signing_alg_values_supported").add("ES256");
      // There are wallets that refuse all metadata when this is missing here.
      attestations(policy, attestation);
    }
  }

  private static void attestations(KeyAttestationPolicy policy, ObjectNode type) {
    var required = type.putObject("key_attestations_required");
    if (!policy.keyStorage().isEmpty()) {
      policy.keyStorage().stream().sorted().forEach(required.putArray("key_storage")::add);
    }
    if (!policy.userAuthentication().isEmpty()) {
      policy.userAuthentication().stream()
          .sorted()
          .forEach(required.putArray("user_authentication")::add);
    }
  }

  private static void clients(Tenant tenant, ObjectNode json) {
    var policy = tenant.policy().clients();
    var methods = json.putArray("token_endpoint_auth_methods_supported");
    for (var method : ClientPolicy.Method.values()) {
      if (policy.allows(method)) {
        methods.add(method.word());
      }
    }
    if (policy.allows(ClientPolicy.Method.PRIVATE_KEY)) {
      json.putArray("token_endpoint_auth_signing_alg_values_supported").add("ES256");
    }
    if (policy.allows(ClientPolicy.Method.ATTESTATION)) {
      json.put("challenge_endpoint", tenant.at("/challenge").toString());
      json.putArray("client_attestation_signing_alg_values_supported").add("ES256");
      json.putArray("client_attestation_pop_signing_alg_values_supported").add("ES256");
    }
  }

  private static void logo(Tenant issuer, ObjectNode display) {
    issuer
        .appearance()
        .logo()
        .ifPresent(logo ->
            display
                .putObject("logo")
                .put("uri", issuer.at("/logo").toString())
                .put("alt_text", logo.altText()));
  }

  private void configuration(Tenant issuer, ObjectNode json, Vct vct) {
    json.put("format", CredentialFormat.NAME).put("vct", vct.value()).put("scope", vct.value());
    json.putArray("credential_signing_alg_values_supported").add("ES256");
    if (catalogue.isHolderBound(vct)) {
      json.putArray("cryptographic_binding_methods_supported")
          .add("jwk")
          .add("did:jwk")
          .add("did:key");
      proofTypes(issuer, json.putObject("proof_types_supported"));
    }
    var metadata = json.putObject("credential_metadata");
    var display = metadata.putArray("display");
    for (var name : names.of(vct)) {
      var each =
          display
              .addObject()
              .put("name", name.name())
              .put("locale", name.locale())
              .put("description", name.description());
      logo(issuer, each);
    }
    catalogue.find(vct).ifPresent(type -> claims(metadata.putArray("claims"), type));
  }

  /// Each claim with its path, and whether every credential has it.
  private static void claims(ArrayNode claims, CatalogueType type) {
    var required = type.schema().path("required");
    for (var claim : type.typeMetadata().path("claims")) {
      var path = claim.path("path");
      var each = claims.addObject();
      each.set("path", path);
      for (var name : required) {
        if (path.size() == 1 && name.equals(path.get(0))) {
          each.put("mandatory", true);
        }
      }
    }
  }

  ObjectNode authorizationServer(Tenant tenant) {
    var json =
        Json.newObject()
            .put("issuer", tenant.identifier().toString())
            .put("token_endpoint", tenant.at("/token").toString())
            .put(
                "pre-authorized_grant_anonymous_access_supported",
                tenant.policy().clients().allows(ClientPolicy.Method.NONE));
    var grants = json.putArray("grant_types_supported").add(OfferDocuments.GRANT);
    var responses = json.putArray("response_types_supported");
    if (authorizing.isOpen(tenant)) {
      grants.add("authorization_code");
      responses.add("code");
      json.put("authorization_endpoint", tenant.at("/authorize").toString())
          .put("pushed_authorization_request_endpoint", tenant.at("/par").toString())
          .put("require_pushed_authorization_requests", true)
          .put("authorization_response_iss_parameter_supported", true);
      json.putArray("response_modes_supported").add("query");
      json.putArray("code_challenge_methods_supported").add("S256");
      var scopes = json.putArray("scopes_supported");
      rights.issuable(tenant, clock.instant()).forEach(vct -> scopes.add(vct.value()));
    }
    clients(tenant, json);
    json.putArray("authorization_details_types_supported").add("openid_credential");
    json.putArray("dpop_signing_alg_values_supported").add("ES256");
    return json;
  }
}
