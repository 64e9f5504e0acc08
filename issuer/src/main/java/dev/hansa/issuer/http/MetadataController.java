package dev.hansa.issuer.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Jws;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.servicekit.Problem;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
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
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "wallet")
final class MetadataController {
  private static final MediaType JWT = MediaType.of("application/jwt");
  private static final String SIGNED_TYPE = "openidvci-issuer-metadata+jwt";

  private final TenantDoor door;
  private final IssuerMetadata metadata;
  private final Clock clock;

  MetadataController(TenantDoor door, IssuerMetadata metadata, Clock clock) {
    this.door = door;
    this.metadata = metadata;
    this.clock = clock;
  }

  @Get("/.well-known/openid-credential-issuer/{tenant}")
  @Produces(MediaType.ALL)
  @Operation(
      summary = "Credential issuer metadata: what this issuer may issue now",
      description = "JSON; with Accept: application/jwt the same, signed")
  @ApiResponse(responseCode = "200", description = "the metadata")
  @ApiResponse(responseCode = "404", description = "unknown-issuer")
  HttpResponse<String> issuer(HttpRequest<?> request, @PathVariable String tenant) {
    var issuer = door.find(tenant);
    var json = metadata.issuer(issuer);
    return wantsSigned(request)
        ? document(sign(issuer, json), JWT)
        : document(json.toString(), MediaType.APPLICATION_JSON_TYPE);
  }

  /// A wallet that names both gets JSON, unless it likes the signed form better.
  private static boolean wantsSigned(HttpRequest<?> request) {
    for (var type : request.accept()) {
      if (type.getName().equals(JWT.getName())) {
        return true;
      }
      if (type.getName().equals(MediaType.APPLICATION_JSON) || type.getName().equals("*/*")) {
        return false;
      }
    }
    return false;
  }

  /// Section 12.2.3: whose metadata it is stands in `sub`.
  private String sign(Tenant issuer, ObjectNode json) {
    var claims =
        json.deepCopy()
            .put("iss", issuer.did().toString())
            .put("sub", issuer.identifier().toString())
            .put("iat", clock.instant().getEpochSecond());
    return Jws.signJwt(SIGNED_TYPE, issuer.assertionName(), claims, issuer.assertion());
  }

  @Get("/.well-known/oauth-authorization-server/{tenant}")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Authorization server metadata, RFC 8414")
  @ApiResponse(responseCode = "200", description = "the metadata")
  @ApiResponse(responseCode = "404", description = "unknown-issuer")
  HttpResponse<String> authorizationServer(@PathVariable String tenant) {
    return document(
        metadata.authorizationServer(door.find(tenant)).toString(),
        MediaType.APPLICATION_JSON_TYPE);
  }

  @Get("/{tenant}/logo")
  @Produces(MediaType.ALL)
  @Operation(summary = "The issuer's logo")
  @ApiResponse(responseCode = "200", description = "a picture")
  @ApiResponse(responseCode = "404", description = "unknown-issuer, or it has none")
  HttpResponse<?> logo(@PathVariable String tenant) {
    return door.find(tenant)
        .appearance()
        .logo()
        .<HttpResponse<?>>map(logo ->
            HttpResponse.ok(logo.content().toArray())
                .contentType(MediaType.of(logo.mediaType()))
                .header("Cache-Control", "public, max-age=3600")
                .header("Access-Control-Allow-Origin", "*")
                .header("X-Content-Type-Options", "nosniff")
                // A picture may hold a script; opened alone it runs none.
                .header("Content-Security-Policy", "default-src 'none'; sandbox"))
        .orElseGet(() -> Problem.of(HttpStatus.NOT_FOUND).response());
  }

  private static MutableHttpResponse<String> document(String text, MediaType type) {
    return HttpResponse.ok(text)
        .contentType(type)
        .header("Cache-Control", "public, max-age=10")
        .header("Vary", "Accept")
        .header("Access-Control-Allow-Origin", "*");
  }
}
