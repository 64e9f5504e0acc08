package dev.hansa.issuer.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.issuer.domain.Authorizing;
import dev.hansa.issuer.domain.IssueRequest;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.issuer.domain.onboarding.Beginning;
import dev.hansa.issuer.domain.onboarding.Onboarding;
import dev.hansa.issuer.domain.onboarding.OnboardingCases;
import dev.hansa.issuer.domain.onboarding.OnboardingCases.State;
import dev.hansa.issuer.domain.onboarding.OnboardingRequest;
import dev.hansa.issuer.domain.onboarding.Step;
import dev.hansa.servicekit.Problem;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Onboarding: an applicant's way to its credentials, kept as a case by the issuer's operator. It
/// calls by the issuer's own DID; approvers call by theirs.
@Controller("/{tenant}/onboardings")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "onboarding")
final class OnboardingController {
  private static final int BODY_MAX = 4096;
  private static final int REFERENCE_MAX = 200;

  private final TenantDoor door;
  private final Authorizing authorizing;
  private final Beginning beginning;
  private final Onboarding onboarding;
  private final OnboardingCases cases;
  private final OnboardingJson views;
  private final Outcomes outcomes;

  OnboardingController(
      TenantDoor door,
      Authorizing authorizing,
      Beginning beginning,
      Onboarding onboarding,
      OnboardingCases cases,
      OnboardingJson views,
      Outcomes outcomes) {
    this.door = door;
    this.authorizing = authorizing;
    this.beginning = beginning;
    this.onboarding = onboarding;
    this.cases = cases;
    this.views = views;
    this.outcomes = outcomes;
  }

  @Post
  @Operation(
      summary = "Begin an onboarding",
      description =
          "JSON: requestId, applicant, checks?, credentials (each vct, claims, validity?, txCode,"
              + " grant?). Idempotent by requestId.")
  @ApiResponse(responseCode = "201", description = "the case")
  @ApiResponse(responseCode = "200", description = "the same request came before")
  @ApiResponse(responseCode = "400", description = "malformed-input")
  @ApiResponse(responseCode = "401", description = "unauthorized")
  @ApiResponse(responseCode = "403", description = "not-the-issuer, refused")
  @ApiResponse(responseCode = "404", description = "unknown-issuer")
  @ApiResponse(responseCode = "409", description = "request-id-taken")
  @ApiResponse(responseCode = "422", description = "claims-refused")
  HttpResponse<String> start(
      HttpRequest<?> request, @PathVariable String tenant, @Body String body) {
    var issuer = door.operator(request, tenant, body);
    var ledgerId = issuer.did().id();
    var wish = OnboardingRequest.parse(body, ledgerId.substring(0, ledgerId.indexOf(':')));
    for (var credential : wish.byLogin()) {
      var unreachable = authorizing.unreachable(issuer, credential);
      if (unreachable.isPresent()) {
        return Refusals.refused(unreachable.get(), credential.vct());
      }
    }
    var outcome = beginning.begin(issuer, wish);
    outcomes.count("onboardings", outcome);
    return switch (outcome) {
      case Beginning.Outcome.RequestIdTaken _ -> IssuanceController.requestIdTaken();
      case Beginning.Outcome.Refused(var vct, var refusal) -> Refusals.refused(refusal, vct);
      case Beginning.Outcome.ClaimsRefused(_, var refusals) -> Refusals.claims(refusals);
      case Beginning.Outcome.AlreadyThere(var found) ->
          Answers.json(HttpStatus.OK, views.whole(issuer, found, true));
      case Beginning.Outcome.Started(var begun) -> {
        outcomes.onboarding("begun", tenant, begun.about().id());
        yield Answers.json(HttpStatus.CREATED, views.whole(issuer, begun, true));
      }
    };
  }

  @Get
  @Operation(summary = "The issuer's onboardings, newest first")
  @ApiResponse(responseCode = "200", description = "onboardings, next?")
  @ApiResponse(responseCode = "400", description = "malformed-input")
  @ApiResponse(responseCode = "401", description = "unauthorized")
  @ApiResponse(responseCode = "403", description = "not-the-issuer")
  HttpResponse<String> list(
      HttpRequest<?> request,
      @PathVariable String tenant,
      @QueryValue Optional<String> state,
      @QueryValue Optional<String> limit,
      @QueryValue Optional<String> after) {
    var issuer = door.operator(request, tenant, "");
    int size = Parts.size(limit);
    var page =
        cases.list(
            issuer.name(), state.map(OnboardingController::stateOf), after.map(Parts::after), size);
    var json = Json.newObject();
    var array = json.putArray("onboardings");
    page.cases().forEach(each -> array.add(views.brief(issuer, each)));
    page.next().ifPresent(next -> json.put("next", Long.toString(next)));
    return Answers.json(HttpStatus.OK, json);
  }

  private static State stateOf(String word) {
    for (var state : State.values()) {
      if (state.name().toLowerCase(Locale.ROOT).equals(word)) {
        return state;
      }
    }
    throw new MalformedInput("state is one of the states of an onboarding");
  }

  @Get("/{id}")
  @Operation(summary = "One onboarding: its steps, and what it waits for")
  @ApiResponse(responseCode = "200", description = "the case")
  @ApiResponse(responseCode = "403", description = "not-the-issuer: and no approver either")
  @ApiResponse(responseCode = "404", description = "unknown-issuer, or no such onboarding")
  HttpResponse<String> one(
      HttpRequest<?> request, @PathVariable String tenant, @PathVariable String id) {
    var issuer = door.find(tenant);
    var caller = door.caller(request, "");
    return answer(issuer, caller, onboarding.look(issuer, id, caller));
  }

  @Post("/{id}/steps/{step}/pass")
  @Operation(
      summary = "Say that a check is passed",
      description = "JSON: reference?, where the evidence lies")
  @ApiResponse(responseCode = "200", description = "the case")
  @ApiResponse(responseCode = "403", description = "not-the-issuer, needs-another")
  @ApiResponse(responseCode = "404", description = "no such onboarding, or no such step")
  @ApiResponse(responseCode = "409", description = "step-not-possible")
  HttpResponse<String> pass(
      HttpRequest<?> request,
      @PathVariable String tenant,
      @PathVariable String id,
      @PathVariable String step,
      @Body String body) {
    var issuer = door.find(tenant);
    var caller = door.caller(request, body);
    var json = members(body, Set.of("reference"));
    var reference =
        json.has("reference")
            ? Optional.of(Json.text(json, "reference", REFERENCE_MAX))
            : Optional.<String>empty();
    return said(
        "passed", issuer, caller, id, onboarding.pass(issuer, id, stepOf(step), reference, caller));
  }

  @Post("/{id}/steps/{step}/skip")
  @Operation(
      summary = "Go on without a step",
      description = "JSON: reason. An offer of the step is taken back first.")
  @ApiResponse(responseCode = "200", description = "the case")
  @ApiResponse(responseCode = "400", description = "malformed-input: no reason")
  @ApiResponse(responseCode = "403", description = "not-the-issuer, needs-another")
  @ApiResponse(responseCode = "404", description = "no such onboarding, or no such step")
  @ApiResponse(responseCode = "409", description = "step-not-possible")
  HttpResponse<String> skip(
      HttpRequest<?> request,
      @PathVariable String tenant,
      @PathVariable String id,
      @PathVariable String step,
      @Body String body) {
    var issuer = door.find(tenant);
    var caller = door.caller(request, body);
    return said(
        "skipped",
        issuer,
        caller,
        id,
        onboarding.skip(issuer, id, stepOf(step), reason(body), caller));
  }

  @Post("/{id}/steps/{step}/retry")
  @Consumes(MediaType.ALL)
  @Operation(summary = "Try again what was refused, or offer again what was not taken up")
  @ApiResponse(responseCode = "200", description = "the case")
  @ApiResponse(responseCode = "403", description = "not-the-issuer, needs-another")
  @ApiResponse(responseCode = "404", description = "no such onboarding, or no such step")
  @ApiResponse(responseCode = "409", description = "step-not-possible")
  HttpResponse<String> retry(
      HttpRequest<?> request,
      @PathVariable String tenant,
      @PathVariable String id,
      @PathVariable String step,
      @Body @Nullable String body) {
    var issuer = door.find(tenant);
    var caller = door.caller(request, Answers.orEmpty(body));
    return said("retried", issuer, caller, id, onboarding.retry(issuer, id, stepOf(step), caller));
  }

  @Post("/{id}/approve")
  @Consumes(MediaType.ALL)
  @Operation(
      summary = "Agree to an onboarding",
      description = "Called by an approver's DID, after the checks.")
  @ApiResponse(responseCode = "200", description = "the case")
  @ApiResponse(responseCode = "403", description = "not-the-issuer, needs-another")
  @ApiResponse(responseCode = "404", description = "no such onboarding")
  @ApiResponse(responseCode = "409", description = "step-not-possible")
  HttpResponse<String> approve(
      HttpRequest<?> request,
      @PathVariable String tenant,
      @PathVariable String id,
      @Body @Nullable String body) {
    var issuer = door.find(tenant);
    var caller = door.caller(request, Answers.orEmpty(body));
    return said("approved", issuer, caller, id, onboarding.approve(issuer, id, caller));
  }

  @Post("/{id}/withdraw")
  @Operation(
      summary = "End an onboarding and undo it",
      description =
          "JSON: reason. Offers are taken back and credentials revoked. An approver may call it"
              + " instead of approving.")
  @ApiResponse(responseCode = "200", description = "the case")
  @ApiResponse(responseCode = "400", description = "malformed-input: no reason")
  @ApiResponse(responseCode = "403", description = "not-the-issuer, needs-another")
  @ApiResponse(responseCode = "404", description = "no such onboarding")
  @ApiResponse(responseCode = "409", description = "step-not-possible: it has ended")
  HttpResponse<String> withdraw(
      HttpRequest<?> request,
      @PathVariable String tenant,
      @PathVariable String id,
      @Body String body) {
    var issuer = door.find(tenant);
    var caller = door.caller(request, body);
    return said(
        "withdrawn", issuer, caller, id, onboarding.withdraw(issuer, id, reason(body), caller));
  }

  private static int stepOf(String text) {
    return (int) Parts.number(text, Integer.MAX_VALUE);
  }

  private static ObjectNode members(String body, Set<String> members) {
    var json = Json.parseObject(body, BODY_MAX);
    IssueRequest.onlyMembers(json, members);
    return json;
  }

  private static String reason(String body) {
    var reason = Json.text(members(body, Set.of("reason")), "reason", Step.Decision.REASON_MAX);
    if (reason.isBlank()) {
      throw new MalformedInput("the reason is said in words");
    }
    return reason;
  }

  private HttpResponse<String> said(
      String what, Tenant issuer, Did caller, String id, Onboarding.Outcome outcome) {
    outcomes.count("onboarding_steps", outcome);
    if (outcome instanceof Onboarding.Outcome.Done) {
      outcomes.onboarding(what, issuer.name().value(), id);
    }
    return answer(issuer, caller, outcome);
  }

  private HttpResponse<String> answer(Tenant issuer, Did caller, Onboarding.Outcome outcome) {
    return switch (outcome) {
      case Onboarding.Outcome.Stranger _ -> throw TenantDoor.notTheIssuer();
      case Onboarding.Outcome.Unknown _, Onboarding.Outcome.NoSuchStep _ ->
          Problem.of(HttpStatus.NOT_FOUND).response();
      case Onboarding.Outcome.NeedsAnother _ ->
          Problem.of(
                  HttpStatus.FORBIDDEN,
                  "needs-another",
                  "An approver approves; everything else the issuer does")
              .response();
      case Onboarding.Outcome.NotPossible(var says) ->
          Problem.of(
                  HttpStatus.CONFLICT,
                  "step-not-possible",
                  "The state of the onboarding does not allow this")
              .withDetail(says)
              .response();
      case Onboarding.Outcome.Done(var found) ->
          Answers.json(HttpStatus.OK, views.whole(issuer, found, caller.equals(issuer.did())));
    };
  }
}
