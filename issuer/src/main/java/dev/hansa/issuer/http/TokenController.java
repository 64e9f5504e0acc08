package dev.hansa.issuer.http;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.issuer.domain.CodeRedeeming;
import dev.hansa.issuer.domain.OfferDocuments;
import dev.hansa.issuer.domain.Redeeming;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.servicekit.Form;
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
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The token endpoint, [OpenID4VCI 1.0, section
/// 6](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html).
@Controller("/{tenant}/token")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "wallet")
final class TokenController {
  private static final String AUTHORIZATION_CODE = "authorization_code";

  private final TenantDoor door;
  private final DpopDoor dpop;
  private final ClientDoor clients;
  private final Redeeming redeeming;
  private final CodeRedeeming codes;
  private final Outcomes outcomes;

  TokenController(
      TenantDoor door,
      DpopDoor dpop,
      ClientDoor clients,
      Redeeming redeeming,
      CodeRedeeming codes,
      Outcomes outcomes) {
    this.door = door;
    this.dpop = dpop;
    this.clients = clients;
    this.redeeming = redeeming;
    this.codes = codes;
    this.outcomes = outcomes;
  }

  @Post
  @Consumes(MediaType.ALL)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "A code for an access token, once",
      description =
          "Form: grant_type; pre-authorized_code, tx_code?, authorization_details?; or code,"
              + " redirect_uri, code_verifier, client_id")
  @ApiResponse(
      responseCode = "200",
      description = "access_token, token_type, expires_in, authorization_details?")
  @ApiResponse(
      responseCode = "400",
      description =
          "invalid_request, invalid_grant, unsupported_grant_type, invalid_authorization_details,"
              + " invalid_dpop_proof, use_dpop_nonce, invalid_client, invalid_client_attestation,"
              + " use_attestation_challenge, use_fresh_attestation")
  @ApiResponse(responseCode = "404", description = "unknown-issuer")
  HttpResponse<String> token(
      HttpRequest<?> request, @PathVariable String tenant, @Body @Nullable String body) {
    var issuer = door.find(tenant);
    Form form;
    String grant;
    try {
      Answers.requireForm(request);
      form = Form.parse(Answers.orEmpty(body), Answers.FORM_VALUE_MAX);
      grant = form.require("grant_type");
    } catch (MalformedInput e) {
      return Answers.badRequest("invalid_request", String.valueOf(e.getMessage()));
    }
    if (!grant.equals(OfferDocuments.GRANT) && !grant.equals(AUTHORIZATION_CODE)) {
      return Answers.badRequest(
          "unsupported_grant_type",
          "this issuer knows the pre-authorized code and the authorization code grant");
    }
    return switch (dpop.look(request, issuer, Optional.empty())) {
      case DpopDoor.Shown.Refused(var error, var says) ->
          dpop.withNonce(issuer, Answers.badRequest(error, says));
      case DpopDoor.Shown.Nothing _ ->
          issuer.policy().dpopRequired()
              ? dpop.withNonce(
                  issuer,
                  Answers.badRequest(
                      "invalid_dpop_proof", "this issuer binds its tokens to a key: DPoP"))
              : redeem(request, issuer, grant, form, Optional.empty());
      case DpopDoor.Shown.Key(var thumbprint) ->
          dpop.withNonce(issuer, redeem(request, issuer, grant, form, Optional.of(thumbprint)));
    };
  }

  private MutableHttpResponse<String> redeem(
      HttpRequest<?> request, Tenant issuer, String grant, Form form, Optional<Bytes> dpopKey) {
    try {
      return switch (clients.look(request, issuer, form)) {
        case ClientDoor.Entry.Refused(var answer) -> answer;
        case ClientDoor.Entry.Let(var client) ->
            grant.equals(AUTHORIZATION_CODE)
                ? authorized(issuer, form, client, dpopKey)
                : preAuthorized(issuer, form, dpopKey);
      };
    } catch (MalformedInput e) {
      return Answers.badRequest("invalid_request", String.valueOf(e.getMessage()));
    }
  }

  private MutableHttpResponse<String> authorized(
      Tenant issuer, Form form, ClientDoor.Client client, Optional<Bytes> dpopKey) {
    var outcome =
        codes.redeem(
            issuer,
            new CodeRedeeming.Presented(
                form.require("code"),
                client.clientId(),
                client.shown(),
                form.find("redirect_uri"),
                form.find("code_verifier"),
                dpopKey));
    outcomes.count("codes", outcome);
    if (outcome instanceof CodeRedeeming.Outcome.Redeemed) {
      outcomes.changed("code redeemed", issuer.name().value());
    }
    return answer(outcome, dpopKey);
  }

  private MutableHttpResponse<String> preAuthorized(
      Tenant issuer, Form form, Optional<Bytes> dpopKey) {
    var code = form.require("pre-authorized_code");
    Optional<Set<String>> details;
    try {
      details = form.find("authorization_details").map(Details::configurations);
    } catch (MalformedInput e) {
      return Answers.badRequest("invalid_authorization_details", String.valueOf(e.getMessage()));
    }
    var outcome =
        redeeming.redeem(
            issuer, new Redeeming.Presented(code, form.find("tx_code"), details, dpopKey));
    outcomes.count("tokens", outcome);
    if (outcome instanceof Redeeming.Outcome.Redeemed) {
      outcomes.changed("offer taken up", issuer.name().value());
    }
    return answer(outcome, dpopKey);
  }

  private static MutableHttpResponse<String> answer(
      Redeeming.Outcome outcome, Optional<Bytes> dpopKey) {
    return switch (outcome) {
      case Redeeming.Outcome.UnknownCode _ ->
          Answers.badRequest("invalid_grant", "the code is of an open offer of this issuer");
      case Redeeming.Outcome.Locked _ ->
          Answers.badRequest(
              "invalid_grant", "the offer is locked after too many wrong tx_codes; ask the issuer");
      case Redeeming.Outcome.Used _ -> Answers.badRequest("invalid_grant", "the code counts once");
      case Redeeming.Outcome.Expired _ ->
          Answers.badRequest("invalid_grant", "the offer's time is over");
      case Redeeming.Outcome.WrongTxCode _ ->
          Answers.badRequest("invalid_grant", "the tx_code is not the one that the issuer gave");
      case Redeeming.Outcome.TxCodeMissing _ ->
          Answers.badRequest("invalid_request", "this offer is taken up with a tx_code");
      case Redeeming.Outcome.TxCodeUnexpected _ ->
          Answers.badRequest("invalid_request", "this offer is taken up without a tx_code");
      case Redeeming.Outcome.DetailsNotOffered _ ->
          Answers.badRequest("invalid_authorization_details", "the details are those of the offer");
      case Redeeming.Outcome.Redeemed(
              var token,
              var expiresIn,
              var configuration,
              var identifier) ->
          token(token, expiresIn, configuration, identifier, dpopKey);
    };
  }

  private static MutableHttpResponse<String> answer(
      CodeRedeeming.Outcome outcome, Optional<Bytes> dpopKey) {
    return switch (outcome) {
      case CodeRedeeming.Outcome.UnknownCode _ ->
          Answers.badRequest("invalid_grant", "the code is one that this issuer gave");
      case CodeRedeeming.Outcome.Used _ ->
          Answers.badRequest("invalid_grant", "the code counts once");
      case CodeRedeeming.Outcome.Expired _ ->
          Answers.badRequest("invalid_grant", "the code's time is over");
      case CodeRedeeming.Outcome.OtherClient _ ->
          Answers.badRequest("invalid_grant", "the client_id is that of the pushed request");
      case CodeRedeeming.Outcome.OtherRedirect _ ->
          Answers.badRequest("invalid_grant", "the redirect_uri is that of the pushed request");
      case CodeRedeeming.Outcome.WrongVerifier _ ->
          Answers.badRequest("invalid_grant", "the code_verifier is the one of the challenge");
      case CodeRedeeming.Outcome.OtherKey _ ->
          Answers.badRequest(
              "invalid_dpop_proof", "the proof's key is the one of the pushed request");
      case CodeRedeeming.Outcome.Gone _ ->
          Answers.badRequest("invalid_grant", "the offer is not open any more");
      case CodeRedeeming.Outcome.Redeemed(
              var token,
              var expiresIn,
              var configuration,
              var identifier) ->
          token(token, expiresIn, configuration, identifier, dpopKey);
    };
  }

  private static MutableHttpResponse<String> token(
      String token,
      Duration expiresIn,
      String configuration,
      Optional<String> identifier,
      Optional<Bytes> dpopKey) {
    var json =
        Json.newObject()
            .put("access_token", token)
            .put("token_type", dpopKey.isPresent() ? "DPoP" : "Bearer")
            .put("expires_in", expiresIn.toSeconds());
    identifier.ifPresent(text ->
        json.putArray("authorization_details")
            .addObject()
            .put("type", Details.TYPE)
            .put("credential_configuration_id", configuration)
            .putArray("credential_identifiers")
            .add(text));
    return Answers.json(HttpStatus.OK, json);
  }
}
