package dev.hansa.marketplaceauth.http;

import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.marketplaceauth.domain.Asking;
import dev.hansa.marketplaceauth.domain.Ids;
import dev.hansa.marketplaceauth.domain.Members;
import dev.hansa.marketplaceauth.domain.Pseudonyms;
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

/// Onboarding of organisations. Persons join by their first sign-in.
@Controller("/members")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "members")
final class MemberController {
  private static final int BODY_MAX = 1024;

  private final Asking asking;
  private final Members members;
  private final Callers callers;

  MemberController(Asking asking, Members members, Callers callers) {
    this.asking = asking;
    this.members = members;
    this.callers = callers;
  }

  @Post
  @Operation(
      summary = "An organisation wants to join, or to renew what is known of it",
      description = "Signed by the organisation (hansa-request+jwt); the body is {}.")
  @ApiResponse(responseCode = "201", description = "id, state, openid4vp, request_uri, expires")
  @ApiResponse(responseCode = "401", description = "unauthorized")
  @ApiResponse(responseCode = "403", description = "not-an-organisation")
  HttpResponse<String> join(HttpRequest<?> request, @Body String body) {
    var caller = callers.organisation(request, body);
    if (!Json.parseObject(body, BODY_MAX).isEmpty()) {
      throw new MalformedInput("the body is an empty object");
    }
    if (!Pseudonyms.isOrganisation(caller)) {
      return Problem.of(
              HttpStatus.FORBIDDEN,
              "not-an-organisation",
              "Only organisations with a DID on the ledger join here")
          .response();
    }
    return Answers.json(HttpStatus.CREATED, Showings.asked(asking.onboarding(caller)));
  }

  @Get("/{id}")
  @Operation(summary = "How an onboarding stands")
  @ApiResponse(responseCode = "200", description = "id, state, party?, facts?, reason?, sentence?")
  @ApiResponse(responseCode = "404", description = "no such onboarding of this caller")
  HttpResponse<String> look(HttpRequest<?> request, @PathVariable String id) {
    var caller = callers.organisation(request, "");
    var showing =
        asking
            .look(Ids.parse(id))
            .filter(s -> s.head().kind() == Showing.Kind.ONBOARDING)
            .filter(s -> s.head().owner().equals(caller.toString()));
    if (showing.isEmpty()) {
      return Problem.of(HttpStatus.NOT_FOUND).response();
    }
    var json = Showings.state(showing.get());
    if (showing.get() instanceof Showing.Verified(var head, var facts, _)) {
      json.put("party", head.owner());
      var types = json.putArray("facts");
      members.facts(facts).stream().map(f -> f.type().value()).sorted().forEach(types::add);
    }
    return Answers.ok(json);
  }
}
