package dev.hansa.issuer.http;

import dev.hansa.identity.Json;
import dev.hansa.issuer.domain.DirectIssuing;
import dev.hansa.issuer.domain.IssueRequest;
import dev.hansa.servicekit.Problem;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/// Credentials without a wallet: readings and reports, which no holder proves.
@Controller("/{tenant}/credentials")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "operator")
final class DirectController {
  private final TenantDoor door;
  private final DirectIssuing direct;
  private final Outcomes outcomes;

  DirectController(TenantDoor door, DirectIssuing direct, Outcomes outcomes) {
    this.door = door;
    this.direct = direct;
    this.outcomes = outcomes;
  }

  @Post
  @Operation(
      summary = "Issue a credential that no holder proves",
      description = "JSON: requestId, vct, claims, validity?. Idempotent by requestId for a day.")
  @ApiResponse(responseCode = "201", description = "id, credential")
  @ApiResponse(responseCode = "200", description = "the same request came before")
  @ApiResponse(responseCode = "400", description = "malformed-input")
  @ApiResponse(responseCode = "401", description = "unauthorized")
  @ApiResponse(responseCode = "403", description = "not-the-issuer, refused")
  @ApiResponse(responseCode = "404", description = "unknown-issuer")
  @ApiResponse(responseCode = "409", description = "request-id-taken, issued-before")
  @ApiResponse(responseCode = "422", description = "claims-refused")
  HttpResponse<String> issue(
      HttpRequest<?> request, @PathVariable String tenant, @Body String body) {
    var issuer = door.operator(request, tenant, body);
    var wish = IssueRequest.parseAtOnce(body);
    var outcome = direct.issue(issuer, wish);
    outcomes.count("direct", outcome);
    return switch (outcome) {
      case DirectIssuing.Outcome.RequestIdTaken _ -> IssuanceController.requestIdTaken();
      case DirectIssuing.Outcome.Over _ ->
          Problem.of(
                  HttpStatus.CONFLICT,
                  "issued-before",
                  "This was issued before, and the copy for retries is gone")
              .response();
      case DirectIssuing.Outcome.Refused(var refusal) -> Refusals.refused(refusal, wish.vct());
      case DirectIssuing.Outcome.ClaimsRefused(var refusals) -> Refusals.claims(refusals);
      case DirectIssuing.Outcome.AlreadyThere(var id, var credential) ->
          answer(HttpStatus.OK, id, credential);
      case DirectIssuing.Outcome.Issued(var id, var credential) -> {
        outcomes.changed("credential issued", tenant, id);
        yield answer(HttpStatus.CREATED, id, credential);
      }
    };
  }

  private static HttpResponse<String> answer(HttpStatus status, String id, String credential) {
    return Answers.json(status, Json.newObject().put("id", id).put("credential", credential));
  }
}
