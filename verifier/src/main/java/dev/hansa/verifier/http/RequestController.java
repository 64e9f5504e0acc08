package dev.hansa.verifier.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.servicekit.Problem;
import dev.hansa.servicekit.RequestAuthenticator;
import dev.hansa.verifier.domain.Answering;
import dev.hansa.verifier.domain.Ask;
import dev.hansa.verifier.domain.PresentationRequest;
import dev.hansa.verifier.domain.Presentations;
import dev.hansa.verifier.domain.Presentations.Asking;
import dev.hansa.verifier.domain.Presentations.Looking;
import dev.hansa.verifier.domain.RequestObjects;
import dev.hansa.verifier.domain.VpToken;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The verification API: ask, and look what came of it.
@Controller("/requests")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "verification")
final class RequestController {
  static final int BODY_MAX = 64 * 1024;
  private static final int DC_BODY_MAX = VpToken.LENGTH_MAX + BODY_MAX;

  private final Presentations presentations;
  private final RequestAuthenticator authenticator;
  private final OutcomeMetrics metrics;
  private final RequestObjects requestObjects;

  RequestController(
      Presentations presentations,
      RequestAuthenticator authenticator,
      RequestObjects requestObjects,
      OutcomeMetrics metrics) {
    this.presentations = presentations;
    this.authenticator = authenticator;
    this.requestObjects = requestObjects;
    this.metrics = metrics;
  }

  @Post
  @Operation(
      summary = "Ask for a presentation",
      description =
          "Body: dcql_query, purpose (words for the holder), transaction_data?, redirect_uri?,"
              + " statusAgeMaxSeconds?, client_id_prefix?, response_mode?, request_by?,"
              + " request_uri_method?, same_device?, verifier_info?, expected_origins?. The caller is an organisation of the ledger (hansa-request+jwt).")
  @ApiResponse(responseCode = "201", description = "id, request_uri, openid4vp, expires, state")
  @ApiResponse(responseCode = "400", description = "malformed-input: the rule that was broken")
  @ApiResponse(responseCode = "401", description = "unauthorized")
  @ApiResponse(responseCode = "403", description = "not-an-organisation")
  @ApiResponse(responseCode = "429", description = "too-many-open-requests")
  HttpResponse<String> ask(HttpRequest<?> request, @Body String body) {
    var caller = authenticator.caller(request, body);
    return switch (presentations.ask(
        caller, Ask.parse(Json.parseObject(body, BODY_MAX), requestObjects.usualPrefix()))) {
      case Asking.NotAnOrganisation _ ->
          Problem.of(
                  HttpStatus.FORBIDDEN,
                  "not-an-organisation",
                  "Only an organisation with a DID on this ledger may ask")
              .response();
      case Asking.NoSuchName _ ->
          Problem.of(
                  HttpStatus.BAD_REQUEST,
                  "no-such-client-id",
                  "This verifier has no name with that client identifier prefix")
              .response();
      case Asking.TooManyOpen _ ->
          Problem.of(
                  HttpStatus.TOO_MANY_REQUESTS,
                  "too-many-open-requests",
                  "Too many of the caller's requests wait for an answer")
              .response();
      case Asking.Asked(var waiting) -> Answers.json(HttpResponse.created(created(waiting)));
    };
  }

  private String created(PresentationRequest.Waiting waiting) {
    var ticket = waiting.ticket();
    var json = Json.newObject().put("id", ticket.id());
    requestObjects.requestUri(ticket).ifPresent(uri -> json.put("request_uri", uri.toString()));
    if (ticket.ask().manner().responseMode().isDcApi()) {
      json.set("dc_api", requestObjects.dcApiRequest(ticket));
    } else {
      json.put("client_id", requestObjects.clientId(ticket))
          .put("openid4vp", requestObjects.link(ticket));
    }
    return json.put("expires", ticket.expires().toString()).put("state", "waiting").toString();
  }

  @Get("/{id}")
  @Operation(
      summary = "The state of a request, and the result once there is one",
      description =
          "A request of the same device shows what was verified only to whoever brings the"
              + " response_code that the browser came back with.")
  @ApiResponse(responseCode = "200", description = "id, state, expires, result?, responseCode?")
  @ApiResponse(responseCode = "403", description = "wrong-response-code")
  @ApiResponse(responseCode = "404", description = "no such request of this caller")
  HttpResponse<String> look(
      HttpRequest<?> request,
      @PathVariable String id,
      @Nullable @QueryValue("response_code") String responseCode) {
    var caller = authenticator.caller(request);
    return look(id, caller, Optional.ofNullable(responseCode));
  }

  @Post("/{id}/dc-api-response")
  @Operation(
      summary = "An answer that a page got from its browser (Digital Credentials API)",
      description = "Body: origin (of the page) and data (of the DigitalCredential, as it came).")
  @ApiResponse(responseCode = "200", description = "id, state, expires, result?")
  @ApiResponse(responseCode = "400", description = "malformed-input: the rule that was broken")
  @ApiResponse(responseCode = "404", description = "no such request of this caller")
  @ApiResponse(responseCode = "409", description = "already-answered or expired-request")
  HttpResponse<String> answer(HttpRequest<?> request, @PathVariable String id, @Body String body) {
    var caller = authenticator.caller(request, body);
    var json = Json.parseObject(body, DC_BODY_MAX);
    var answering =
        presentations.answer(
            id, caller, Json.text(json, "origin", Ask.URI_MAX), Json.object(json, "data"));
    metrics.count(answering);
    return switch (answering) {
      case Answering.UnknownRequest _, Answering.WrongState _ ->
          Problem.of(HttpStatus.NOT_FOUND).response();
      case Answering.Expired _ ->
          Problem.of(HttpStatus.CONFLICT, "expired-request", "The request has expired").response();
      case Answering.AlreadyAnswered _ ->
          Problem.of(HttpStatus.CONFLICT, "already-answered", "A request is answered once")
              .response();
      case Answering.Declined _, Answering.Refused _, Answering.Accepted _ ->
          look(id, caller, Optional.empty());
    };
  }

  private HttpResponse<String> look(String id, Did caller, Optional<String> responseCode) {
    return switch (presentations.look(id, caller, responseCode)) {
      case Looking.Unknown _ -> Problem.of(HttpStatus.NOT_FOUND).response();
      case Looking.WrongResponseCode _ ->
          Problem.of(
                  HttpStatus.FORBIDDEN,
                  "wrong-response-code",
                  "Another browser came back than the one that was sent")
              .response();
      case Looking.Seen(var found, boolean whole) ->
          Answers.json(HttpResponse.ok(view(found, whole).toString()));
    };
  }

  private static ObjectNode view(PresentationRequest request, boolean whole) {
    var json = Json.newObject().put("id", request.ticket().id());
    switch (request) {
      case PresentationRequest.Waiting _ -> json.put("state", "waiting");
      case PresentationRequest.Fetched _, PresentationRequest.Answering _ ->
          json.put("state", "fetched");
      case PresentationRequest.Expired _ -> json.put("state", "expired");
      case PresentationRequest.Answered answered -> {
        json.put("state", answered.verified() ? "verified" : "refused");
        if (whole) {
          json.set("result", answered.result());
          answered.responseCode().ifPresent(code -> json.put("responseCode", code));
        }
      }
    }
    return json.put("expires", request.ticket().expires().toString());
  }
}
