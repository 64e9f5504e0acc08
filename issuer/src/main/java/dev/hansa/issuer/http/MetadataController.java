package dev.hansa.issuer.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.Vct;
import dev.hansa.issuer.domain.CredentialFormat;
import dev.hansa.issuer.domain.IssuingRights;
import dev.hansa.issuer.domain.OfferDocuments;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.issuer.domain.TypeCatalogue;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;

/// The documents by which a wallet learns where and what, [OpenID4VCI 1.0, sections 12.2 and
/// 12.3](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html). The well-known
/// part stands between host and path.
@Controller("/.well-known")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "wallet")
final class MetadataController {
  private final TenantDoor door;
  private final IssuingRights rights;
  private final TypeCatalogue catalogue;
  private final Clock clock;

  MetadataController(TenantDoor door, IssuingRights rights, TypeCatalogue catalogue, Clock clock) {
    this.door = door;
    this.rights = rights;
    this.catalogue = catalogue;
    this.clock = clock;
  }

  @Get("/openid-credential-issuer/{tenant}")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Credential issuer metadata: what this issuer may issue now")
  @ApiResponse(responseCode = "200", description = "the metadata")
  @ApiResponse(responseCode = "404", description = "unknown-issuer")
  HttpResponse<String> issuer(@PathVariable String tenant) {
    var issuer = door.find(tenant);
    var json =
        Json.newObject()
            .put("credential_issuer", issuer.identifier().toString())
            .put("credential_endpoint", issuer.at("/credential").toString())
            .put("nonce_endpoint", issuer.at("/nonce").toString())
            .put("status_list_aggregation_endpoint", issuer.at("/status-lists").toString());
    json.putArray("display").addObject().put("name", issuer.displayName());
    var supported = json.putObject("credential_configurations_supported");
    for (var vct : rights.issuable(issuer, clock.instant())) {
      configuration(supported.putObject(vct.value()), vct);
    }
    return document(json);
  }

  private void configuration(ObjectNode json, Vct vct) {
    json.put("format", CredentialFormat.NAME).put("vct", vct.value()).put("scope", vct.value());
    json.putArray("credential_signing_alg_values_supported").add("ES256");
    if (catalogue.isHolderBound(vct)) {
      json.putArray("cryptographic_binding_methods_supported").add("jwk").add("did:jwk");
      json.putObject("proof_types_supported")
          .putObject("jwt")
          .putArray("proof_signing_alg_values_supported")
          .add("ES256");
    }
    var metadata = json.putObject("credential_metadata");
    catalogue
        .find(vct)
        .ifPresent(type -> {
          metadata.putArray("display").addObject().put("name", type.name());
          var claims = metadata.putArray("claims");
          for (var claim : type.typeMetadata().path("claims")) {
            claims.addObject().set("path", claim.path("path"));
          }
        });
  }

  @Get("/oauth-authorization-server/{tenant}")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Authorization server metadata, RFC 8414")
  @ApiResponse(responseCode = "200", description = "the metadata")
  @ApiResponse(responseCode = "404", description = "unknown-issuer")
  HttpResponse<String> authorizationServer(@PathVariable String tenant) {
    return document(authorizationServer(door.find(tenant)));
  }

  private static ObjectNode authorizationServer(Tenant tenant) {
    var json =
        Json.newObject()
            .put("issuer", tenant.identifier().toString())
            .put("token_endpoint", tenant.at("/token").toString())
            .put("pre-authorized_grant_anonymous_access_supported", true);
    json.putArray("grant_types_supported").add(OfferDocuments.GRANT);
    json.putArray("response_types_supported");
    json.putArray("token_endpoint_auth_methods_supported").add("none");
    json.putArray("authorization_details_types_supported").add("openid_credential");
    return json;
  }

  private static HttpResponse<String> document(ObjectNode json) {
    return HttpResponse.ok(json.toString())
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header("Cache-Control", "public, max-age=10")
        .header("Access-Control-Allow-Origin", "*");
  }
}
