package dev.hansa.verifier.http;

import dev.hansa.identity.Json;
import dev.hansa.identity.Jwe;
import dev.hansa.identity.MalformedInput;
import dev.hansa.servicekit.Form;
import dev.hansa.verifier.domain.Answering;
import dev.hansa.verifier.domain.PresentationRequest;
import dev.hansa.verifier.domain.Presentations;
import dev.hansa.verifier.domain.RequestObjects;
import dev.hansa.verifier.domain.VpToken;
import dev.hansa.verifier.domain.WalletAnswer;
import dev.hansa.verifier.domain.WalletMetadata;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;

/// The wallet's side of [OpenID4VP
/// 1.0](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html): the request object by
/// reference, `direct_post` and `direct_post.jwt`.
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "wallet")
final class WalletController {
  private static final MediaType REQUEST_OBJECT = MediaType.of("application/oauth-authz-req+jwt");

  /// Percent-encoding makes a vp_token longer, at most threefold.
  private static final int FORM_MAX = 2 * VpToken.LENGTH_MAX;

  private final Presentations presentations;
  private final RequestObjects requestObjects;
  private final OutcomeMetrics metrics;

  WalletController(
      Presentations presentations, RequestObjects requestObjects, OutcomeMetrics metrics) {
    this.presentations = presentations;
    this.requestObjects = requestObjects;
    this.metrics = metrics;
  }

  @Get("/request-objects/{id}")
  @Produces({"application/oauth-authz-req+jwt", MediaType.APPLICATION_JSON})
  @Operation(summary = "The signed request object")
  @ApiResponse(responseCode = "200", description = "a JWT of type oauth-authz-req+jwt")
  @ApiResponse(responseCode = "404", description = "no such request")
  @ApiResponse(responseCode = "410", description = "answered or expired")
  HttpResponse<String> requestObject(@PathVariable String id) {
    return requestObject(id, WalletMetadata.NONE, Optional.empty());
  }

  @Post("/request-objects/{id}")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Produces({"application/oauth-authz-req+jwt", MediaType.APPLICATION_JSON})
  @Operation(
      summary = "The signed request object for a wallet that says what it can do",
      description =
          "Form: wallet_nonce? is repeated in the request object; wallet_metadata? may ask for"
              + " encryption.")
  @ApiResponse(responseCode = "200", description = "a JWT of type oauth-authz-req+jwt, or a JWE")
  @ApiResponse(responseCode = "400", description = "invalid_request: not for this wallet")
  HttpResponse<String> requestObjectFor(@PathVariable String id, @Body String body) {
    var form = Form.parse(body, RequestController.BODY_MAX, RequestController.BODY_MAX);
    var nonce = form.find("wallet_nonce");
    if (nonce.isPresent() && nonce.get().length() > RequestObjects.WALLET_NONCE_MAX) {
      throw new MalformedInput(
          "a wallet_nonce has at most " + RequestObjects.WALLET_NONCE_MAX + " characters");
    }
    var metadata =
        form.find("wallet_metadata").map(WalletMetadata::parse).orElse(WalletMetadata.NONE);
    return requestObject(id, metadata, nonce);
  }

  private HttpResponse<String> requestObject(
      String id, WalletMetadata wallet, Optional<String> walletNonce) {
    // What is passed by value has no address.
    var found =
        presentations
            .fetch(id)
            .filter(request -> requestObjects.requestUri(request.ticket()).isPresent());
    if (found.isEmpty()) {
      return error(HttpStatus.NOT_FOUND, "unknown-request", "there is no such request");
    }
    return switch (found.get()) {
      case PresentationRequest.Waiting(var ticket) -> write(ticket, wallet, walletNonce);
      case PresentationRequest.Fetched(var ticket) -> write(ticket, wallet, walletNonce);
      case PresentationRequest.Answering _, PresentationRequest.Answered _ ->
          error(HttpStatus.GONE, "already-answered", "the request was answered");
      case PresentationRequest.Expired _ ->
          error(HttpStatus.GONE, "expired-request", "the request has expired");
    };
  }

  private HttpResponse<String> write(
      PresentationRequest.Ticket ticket, WalletMetadata wallet, Optional<String> walletNonce) {
    return switch (requestObjects.write(ticket, wallet, walletNonce)) {
      case RequestObjects.Written.NotForThisWallet(var sentence) ->
          error(HttpStatus.BAD_REQUEST, "not-for-this-wallet", sentence);
      case RequestObjects.Written.RequestObject(var compact) ->
          HttpResponse.ok(compact).contentType(REQUEST_OBJECT).header("Cache-Control", "no-store");
    };
  }

  @Post("/responses/{id}")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "A wallet's answer (direct_post or direct_post.jwt)",
      description =
          "Form: vp_token and state, or response (a JWE of both), or error and state when the holder"
              + " declined.")
  @ApiResponse(responseCode = "200", description = "accepted; redirect_uri? is where to go next")
  @ApiResponse(responseCode = "400", description = "error, error_description and reason")
  HttpResponse<String> respond(@PathVariable String id, @Body String body) {
    var answering = presentations.answer(id, read(Form.parse(body, FORM_MAX, FORM_MAX)));
    metrics.count(answering);
    return switch (answering) {
      case Answering.UnknownRequest _ ->
          error(HttpStatus.BAD_REQUEST, "unknown-request", "there is no such request");
      case Answering.Expired _ ->
          error(HttpStatus.BAD_REQUEST, "expired-request", "the request has expired");
      case Answering.AlreadyAnswered _ ->
          error(HttpStatus.BAD_REQUEST, "already-answered", "a request is answered once");
      case Answering.WrongState _ ->
          error(HttpStatus.BAD_REQUEST, "wrong-state", "the answer carries the request's state");
      case Answering.Declined _ -> Answers.json(HttpResponse.ok("{}"));
      case Answering.Refused(var reason, var sentence) ->
          error(HttpStatus.BAD_REQUEST, "invalid_presentation", reason, sentence);
      case Answering.Accepted(var redirectUri) -> {
        var json = Json.newObject();
        redirectUri.ifPresent(uri -> json.put("redirect_uri", uri));
        yield Answers.json(HttpResponse.ok(json.toString()));
      }
    };
  }

  private static WalletAnswer read(Form form) {
    if (form.find("response").isPresent()) {
      return new WalletAnswer.Encrypted(
          Jwe.parse(form.require("response", VpToken.LENGTH_MAX), VpToken.LENGTH_MAX));
    }
    var state = form.require("state", WalletAnswer.STATE_MAX);
    return form.find("error").isPresent()
        ? new WalletAnswer.Declined(state)
        : new WalletAnswer.Shown(
            VpToken.parse(form.require("vp_token", VpToken.LENGTH_MAX)), state);
  }

  @Error(exception = MalformedInput.class)
  HttpResponse<String> malformed(MalformedInput malformed) {
    return error(HttpStatus.BAD_REQUEST, "malformed", String.valueOf(malformed.getMessage()));
  }

  private static HttpResponse<String> error(HttpStatus status, String reason, String sentence) {
    return error(status, "invalid_request", reason, sentence);
  }

  private static HttpResponse<String> error(
      HttpStatus status, String error, String reason, String sentence) {
    var body =
        Json.newObject()
            .put("error", error)
            .put("reason", reason)
            .put("error_description", sentence)
            .toString();
    return Answers.json(HttpResponse.<String>status(status).body(body));
  }
}
