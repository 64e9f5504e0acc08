package dev.hansa.issuer.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Vct;
import dev.hansa.issuer.domain.OfferDocuments;
import dev.hansa.issuer.domain.Redeeming;
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
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The token endpoint, [OpenID4VCI 1.0, section
/// 6](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html).
@Controller("/{tenant}/token")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "wallet")
final class TokenController {
  private static final int DETAILS_MAX = 10;

  private final TenantDoor door;
  private final Redeeming redeeming;
  private final Outcomes outcomes;

  TokenController(TenantDoor door, Redeeming redeeming, Outcomes outcomes) {
    this.door = door;
    this.redeeming = redeeming;
    this.outcomes = outcomes;
  }

  @Post
  @Consumes(MediaType.ALL)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "A pre-authorized code for an access token, once",
      description = "Form: grant_type, pre-authorized_code, tx_code?, authorization_details?")
  @ApiResponse(
      responseCode = "200",
      description = "access_token, token_type, expires_in, authorization_details?")
  @ApiResponse(
      responseCode = "400",
      description =
          "invalid_request, invalid_grant, unsupported_grant_type, invalid_authorization_details")
  @ApiResponse(responseCode = "404", description = "unknown-issuer")
  HttpResponse<String> token(
      HttpRequest<?> request, @PathVariable String tenant, @Body @Nullable String body) {
    var issuer = door.find(tenant);
    TokenForm form;
    Redeeming.Presented presented;
    try {
      requireForm(request);
      form = TokenForm.parse(Answers.orEmpty(body));
      if (!form.require("grant_type").equals(OfferDocuments.GRANT)) {
        return Answers.badRequest(
            "unsupported_grant_type", "this issuer knows the pre-authorized code grant only");
      }
      presented =
          new Redeeming.Presented(
              form.require("pre-authorized_code"), form.find("tx_code"), Optional.empty());
    } catch (MalformedInput e) {
      return Answers.badRequest("invalid_request", String.valueOf(e.getMessage()));
    }
    try {
      var details = form.find("authorization_details").map(TokenController::configurations);
      presented = new Redeeming.Presented(presented.code(), presented.txCode(), details);
    } catch (MalformedInput e) {
      return Answers.badRequest("invalid_authorization_details", String.valueOf(e.getMessage()));
    }
    var outcome = redeeming.redeem(issuer, presented);
    outcomes.count("tokens", outcome);
    if (outcome instanceof Redeeming.Outcome.Redeemed) {
      outcomes.changed("offer taken up", issuer.name().value());
    }
    return answer(outcome);
  }

  private static void requireForm(HttpRequest<?> request) {
    if (!request
        .getContentType()
        .map(type -> type.getName().equals(MediaType.APPLICATION_FORM_URLENCODED))
        .orElse(false)) {
      throw new MalformedInput("a token request is a form: application/x-www-form-urlencoded");
    }
  }

  /// The configuration ids of `authorization_details`, RFC 9396.
  private static Set<String> configurations(String text) {
    if (!(Json.parse(text, TokenForm.LENGTH_MAX) instanceof ArrayNode array)
        || array.isEmpty()
        || array.size() > DETAILS_MAX) {
      throw new MalformedInput("authorization_details is an array of few objects");
    }
    var configurations = new HashSet<String>();
    for (var detail : array) {
      if (!Json.text(detail, "type", 64).equals("openid_credential")) {
        throw new MalformedInput("authorization_details are of the type openid_credential");
      }
      configurations.add(Json.text(detail, "credential_configuration_id", Vct.LENGTH_MAX));
    }
    return configurations;
  }

  private static HttpResponse<String> answer(Redeeming.Outcome outcome) {
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
          Answers.badRequest("invalid_grant", "the tx_code is the one that the issuer gave");
      case Redeeming.Outcome.TxCodeMissing _ ->
          Answers.badRequest("invalid_request", "this offer is taken up with a tx_code");
      case Redeeming.Outcome.TxCodeUnexpected _ ->
          Answers.badRequest("invalid_request", "this offer is taken up without a tx_code");
      case Redeeming.Outcome.DetailsNotOffered _ ->
          Answers.badRequest("invalid_authorization_details", "the details are those of the offer");
      case Redeeming.Outcome.Redeemed redeemed -> Answers.json(HttpStatus.OK, token(redeemed));
    };
  }

  private static ObjectNode token(Redeeming.Outcome.Redeemed redeemed) {
    var json =
        Json.newObject()
            .put("access_token", redeemed.accessToken())
            .put("token_type", "Bearer")
            .put("expires_in", redeemed.expiresIn().toSeconds());
    redeemed
        .identifier()
        .ifPresent(identifier ->
            json.putArray("authorization_details")
                .addObject()
                .put("type", "openid_credential")
                .put("credential_configuration_id", redeemed.configuration())
                .putArray("credential_identifiers")
                .add(identifier));
    return json;
  }
}
