package dev.hansa.marketplaceauth.http;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.marketplaceauth.domain.Asking;
import dev.hansa.marketplaceauth.domain.Ids;
import dev.hansa.marketplaceauth.domain.Session;
import dev.hansa.marketplaceauth.domain.Showing;
import dev.hansa.servicekit.Problem;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
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

/// Signing an agreement: the holder's proof of the mandate covers the hash of the terms.
@Controller("/signatures")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "signatures")
final class SignatureController {
  private static final int BODY_MAX = 4096;

  private final Asking asking;
  private final Callers callers;

  SignatureController(Asking asking, Callers callers) {
    this.asking = asking;
    this.callers = callers;
  }

  @Post
  @Operation(
      summary = "Ask for a signature",
      description = "Access token. Body: agreementId, termsHash (base64url SHA-256), summary.")
  @ApiResponse(responseCode = "201", description = "id, state, openid4vp, request_uri, expires")
  @ApiResponse(responseCode = "400", description = "malformed-input")
  @ApiResponse(responseCode = "403", description = "no-mandate: private persons do not sign here")
  HttpResponse<String> ask(HttpRequest<?> request, @Body String body) {
    var who = callers.signedIn(request);
    var json = Json.parseObject(body, BODY_MAX);
    if (json.size() != 3) {
      throw new MalformedInput("the body is agreementId, termsHash and summary");
    }
    if (who.self()) {
      return Problem.of(
              HttpStatus.FORBIDDEN, "no-mandate", "Agreements are signed for an organisation")
          .response();
    }
    var open =
        asking.signature(
            who.party(),
            who.agent(),
            Json.text(json, "agreementId", Asking.AGREEMENT_ID_MAX),
            Bytes.fromBase64Url(Json.text(json, "termsHash", 43)),
            Json.text(json, "summary", Asking.SUMMARY_MAX));
    return Answers.json(HttpStatus.CREATED, Showings.asked(open));
  }

  @Get("/{id}")
  @Operation(
      summary = "How a signature stands",
      description = "The signer's access token, or a marketplace by its DID.")
  @ApiResponse(
      responseCode = "200",
      description = "id, state, agreementId, termsHash, kbJwtHash?, agent?, party?, reason?")
  @ApiResponse(responseCode = "404", description = "no such signature of this caller")
  HttpResponse<String> look(HttpRequest<?> request, @PathVariable String id) {
    var agent =
        Callers.hasAccessToken(request)
            ? Optional.of(callers.signedIn(request)).map(Session.Head::agent)
            : Optional.<String>empty();
    if (agent.isEmpty()) {
      var _ = callers.marketplace(request, "");
    }
    var showing =
        asking
            .look(Ids.parse(id))
            .filter(s -> s.head().kind() == Showing.Kind.SIGNATURE)
            .filter(s -> agent.isEmpty() || agent.equals(s.head().agent()));
    if (showing.isEmpty()) {
      return Problem.of(HttpStatus.NOT_FOUND).response();
    }
    var json = Showings.state(showing.get());
    json.setAll(showing.get().head().about());
    if (showing.get() instanceof Showing.Verified(var head, _, var kbJwt)) {
      json.put("party", head.owner());
      head.agent().ifPresent(signer -> json.put("agent", signer));
      kbJwt.ifPresent(text -> json.put("kbJwtHash", Bytes.utf8(text).sha256().toBase64Url()));
    }
    return Answers.ok(json);
  }
}
