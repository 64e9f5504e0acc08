package dev.hansa.issuer.http;

import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.issuer.domain.AccessToken;
import dev.hansa.issuer.domain.CredentialRequest;
import dev.hansa.issuer.domain.Issuing;
import dev.hansa.issuer.domain.Nonces;
import dev.hansa.issuer.domain.ResponseEncryption;
import dev.hansa.issuer.domain.Tenant;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
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
  private final TenantDoor door;
  private final AccessDoor access;
  private final DpopDoor dpop;
  private final Sealing sealing;
  private final Issuing issuing;
  private final Nonces nonces;
  private final Outcomes outcomes;
  private final Clock clock;

  CredentialController(
      TenantDoor door,
      AccessDoor access,
      DpopDoor dpop,
      Sealing sealing,
      Issuing issuing,
      Nonces nonces,
      Outcomes outcomes,
      Clock clock) {
    this.door = door;
    this.access = access;
    this.dpop = dpop;
    this.sealing = sealing;
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
    return dpop.withNonce(
        issuer,
        Answers.json(
            HttpStatus.OK,
            Json.newObject().put("c_nonce", nonces.make(issuer.name(), clock.instant()))));
  }

  @Post("/credential")
  @Consumes(MediaType.ALL)
  @Produces({MediaType.APPLICATION_JSON, "application/jwt"})
  @Operation(
      summary = "The credential of an offer that was taken up",
      description =
          "Access token, Bearer or DPoP; JSON: credential_configuration_id or"
              + " credential_identifier, proofs.jwt[] or proofs.attestation[1], one credential a"
              + " key; or a JWE of it. The same request"
              + " again gets the same credentials.")
  @ApiResponse(responseCode = "200", description = "credentials[].credential, notification_id")
  @ApiResponse(responseCode = "202", description = "not yet: transaction_id, interval")
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
    return switch (access.look(request, issuer)) {
      case AccessDoor.Entry.Refused(var answer) -> answer;
      case AccessDoor.Entry.Token(var token) ->
          access.answer(issuer, token, issue(request, issuer, token, Answers.orEmpty(body)));
    };
  }

  private MutableHttpResponse<String> issue(
      HttpRequest<?> request, Tenant issuer, AccessToken token, String body) {
    // Whoever has no token does not learn what else is wrong.
    if (!issuing.isKnown(issuer, token)) {
      return AccessDoor.invalidToken();
    }
    try {
      var opened = sealing.open(request, issuer, body);
      var asked = CredentialRequest.parse(opened.json());
      Sealing.require(issuer, opened, asked.encryption());
      var outcome = issuing.issue(issuer, token, asked);
      outcomes.count("credentials", outcome);
      if (outcome instanceof Issuing.Outcome.Issued) {
        outcomes.changed("credential issued", issuer.name().value());
      }
      return CredentialAnswers.of(outcome, asked.encryption(), sealing, true);
    } catch (Sealing.Refused | ResponseEncryption.Unusable e) {
      return Answers.badRequest("invalid_encryption_parameters", String.valueOf(e.getMessage()));
    } catch (MalformedInput e) {
      return Answers.badRequest("invalid_credential_request", String.valueOf(e.getMessage()));
    }
  }
}
