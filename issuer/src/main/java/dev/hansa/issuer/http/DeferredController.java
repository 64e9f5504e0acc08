package dev.hansa.issuer.http;

import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.issuer.domain.AccessToken;
import dev.hansa.issuer.domain.CredentialRequest;
import dev.hansa.issuer.domain.Issuing;
import dev.hansa.issuer.domain.ResponseEncryption;
import dev.hansa.issuer.domain.Tenant;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
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
import org.jspecify.annotations.Nullable;

/// The deferred credential endpoint, [OpenID4VCI 1.0, section
/// 9](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html).
@Controller("/{tenant}/deferred-credential")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "wallet")
final class DeferredController {
  private final TenantDoor door;
  private final AccessDoor access;
  private final Sealing sealing;
  private final Issuing issuing;
  private final Outcomes outcomes;

  DeferredController(
      TenantDoor door, AccessDoor access, Sealing sealing, Issuing issuing, Outcomes outcomes) {
    this.door = door;
    this.access = access;
    this.sealing = sealing;
    this.issuing = issuing;
    this.outcomes = outcomes;
  }

  @Post
  @Consumes(MediaType.ALL)
  @Produces({MediaType.APPLICATION_JSON, "application/jwt"})
  @Operation(
      summary = "Ask again for what was deferred",
      description = "Access token, Bearer or DPoP; JSON, or a JWE of it: transaction_id")
  @ApiResponse(responseCode = "200", description = "credentials[].credential")
  @ApiResponse(responseCode = "202", description = "not yet: transaction_id, interval")
  @ApiResponse(
      responseCode = "400",
      description =
          "invalid_transaction_id, credential_request_denied, invalid_encryption_parameters,"
              + " invalid_credential_request")
  @ApiResponse(responseCode = "401", description = "no access token, or invalid_token")
  @ApiResponse(responseCode = "404", description = "unknown-issuer")
  HttpResponse<String> ask(
      HttpRequest<?> request, @PathVariable String tenant, @Body @Nullable String body) {
    var issuer = door.find(tenant);
    return switch (access.look(request, issuer)) {
      case AccessDoor.Entry.Refused(var answer) -> answer;
      case AccessDoor.Entry.Token(var token) ->
          access.answer(issuer, token, ask(request, issuer, token, Answers.orEmpty(body)));
    };
  }

  private MutableHttpResponse<String> ask(
      HttpRequest<?> request, Tenant issuer, AccessToken token, String body) {
    if (!issuing.isKnown(issuer, token)) {
      return AccessDoor.invalidToken();
    }
    try {
      var opened = sealing.open(request, issuer, body);
      var json = Json.parseObject(opened.json(), CredentialRequest.BODY_MAX);
      var encryption = ResponseEncryption.find(json);
      Sealing.require(issuer, opened, encryption);
      var deferral = issuing.ask(issuer, token, Json.text(json, "transaction_id", 256));
      outcomes.count("deferrals", deferral);
      return switch (deferral) {
        case Issuing.Deferral.InvalidToken _ -> AccessDoor.invalidToken();
        case Issuing.Deferral.UnknownTransaction _ ->
            Answers.badRequest(
                "invalid_transaction_id", "the transaction_id is that of what was deferred");
        case Issuing.Deferral.Pending(var id) ->
            sealing.seal(CredentialAnswers.pending(id), encryption);
        case Issuing.Deferral.Answered(var outcome) -> {
          outcomes.count("credentials", outcome);
          if (outcome instanceof Issuing.Outcome.Issued) {
            outcomes.changed("credential issued", issuer.name().value());
          }
          // No notification_id: wallets are seen that refuse an answer with one here.
          yield CredentialAnswers.of(outcome, encryption, sealing, false);
        }
      };
    } catch (Sealing.Refused | ResponseEncryption.Unusable e) {
      return Answers.badRequest("invalid_encryption_parameters", String.valueOf(e.getMessage()));
    } catch (MalformedInput e) {
      return Answers.badRequest("invalid_credential_request", String.valueOf(e.getMessage()));
    }
  }
}
