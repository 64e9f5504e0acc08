package dev.hansa.issuer.http;

import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.issuer.domain.CredentialRequest;
import dev.hansa.issuer.domain.Issuing;
import dev.hansa.issuer.domain.Nonces;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// The nonce and the credential endpoint, [OpenID4VCI 1.0, sections 7 and
/// 8](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html).
@Controller("/{tenant}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "wallet")
final class CredentialController {
  private static final int TOKEN_MAX = 256;

  private final TenantDoor door;
  private final Issuing issuing;
  private final Nonces nonces;
  private final Outcomes outcomes;
  private final Clock clock;

  CredentialController(
      TenantDoor door, Issuing issuing, Nonces nonces, Outcomes outcomes, Clock clock) {
    this.door = door;
    this.issuing = issuing;
    this.nonces = nonces;
    this.outcomes = outcomes;
    this.clock = clock;
  }

  @Post("/nonce")
  @Consumes(MediaType.ALL)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "A fresh nonce for a proof; it counts once")
  @ApiResponse(responseCode = "200", description = "c_nonce")
  @ApiResponse(responseCode = "404", description = "unknown-issuer")
  HttpResponse<String> nonce(@PathVariable String tenant) {
    var issuer = door.find(tenant);
    return Answers.json(
        HttpStatus.OK,
        Json.newObject().put("c_nonce", nonces.make(issuer.name(), clock.instant())));
  }

  @Post("/credential")
  @Consumes(MediaType.ALL)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "The credential of an offer that was taken up",
      description =
          "Bearer access token; JSON: credential_configuration_id or credential_identifier,"
              + " proofs.jwt[1]. The same request again gets the same credential.")
  @ApiResponse(responseCode = "200", description = "credentials[1].credential")
  @ApiResponse(
      responseCode = "400",
      description =
          "invalid_credential_request, unknown_credential_configuration,"
              + " unknown_credential_identifier, invalid_proof, invalid_nonce,"
              + " invalid_encryption_parameters, credential_request_denied, invalid_request")
  @ApiResponse(responseCode = "401", description = "no access token, or invalid_token")
  @ApiResponse(responseCode = "404", description = "unknown-issuer")
  HttpResponse<String> credential(
      HttpRequest<?> request, @PathVariable String tenant, @Body @Nullable String body) {
    var issuer = door.find(tenant);
    if (request.getParameters().contains("access_token")) {
      return Answers.badRequest(
          "invalid_request", "an access token stands in the header, never in the address");
    }
    var header = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      return HttpResponse.<String>unauthorized()
          .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
          .header("Cache-Control", "no-store");
    }
    if (!header.regionMatches(true, 0, "Bearer ", 0, 7) || header.length() > TOKEN_MAX) {
      return invalidToken();
    }
    CredentialRequest asked;
    Issuing.Outcome outcome;
    try {
      requireJson(request);
      asked = CredentialRequest.parse(Answers.orEmpty(body));
      outcome = issuing.issue(issuer, header.substring(7).strip(), asked);
    } catch (MalformedInput e) {
      return Answers.badRequest("invalid_credential_request", String.valueOf(e.getMessage()));
    }
    outcomes.count("credentials", outcome);
    if (outcome instanceof Issuing.Outcome.Issued) {
      outcomes.changed("credential issued", issuer.name().value());
    }
    return answer(outcome);
  }

  private static void requireJson(HttpRequest<?> request) {
    if (!request
        .getContentType()
        .map(type -> type.getName().equals(MediaType.APPLICATION_JSON))
        .orElse(false)) {
      throw new MalformedInput("a credential request is JSON: application/json");
    }
  }

  private static HttpResponse<String> answer(Issuing.Outcome outcome) {
    return switch (outcome) {
      case Issuing.Outcome.InvalidToken _ -> invalidToken();
      case Issuing.Outcome.NoEncryption _ ->
          Answers.badRequest(
              "invalid_encryption_parameters", "this issuer does not encrypt its answers");
      case Issuing.Outcome.UnknownConfiguration _ ->
          Answers.badRequest(
              "unknown_credential_configuration", "the configuration is the one of the offer");
      case Issuing.Outcome.UnknownIdentifier _ ->
          Answers.badRequest(
              "unknown_credential_identifier", "the identifier is the one of the token response");
      case Issuing.Outcome.InvalidProof(var says) -> Answers.badRequest("invalid_proof", says);
      case Issuing.Outcome.InvalidNonce _ ->
          Answers.badRequest(
              "invalid_nonce", "the proof's nonce is fresh, and counts once; ask for a new one");
      case Issuing.Outcome.Denied(var says) ->
          Answers.badRequest("credential_request_denied", says);
      case Issuing.Outcome.Issued(var credential) -> {
        var json = Json.newObject();
        json.putArray("credentials").addObject().put("credential", credential);
        yield Answers.json(HttpStatus.OK, json);
      }
    };
  }

  private static HttpResponse<String> invalidToken() {
    return Answers.error(
            HttpStatus.UNAUTHORIZED, "invalid_token", "the access token is one of ours, and young")
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
  }
}
