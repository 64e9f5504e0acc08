package dev.hansa.issuer.http;

import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Vct;
import dev.hansa.issuer.domain.Authorizing;
import dev.hansa.issuer.domain.Caretaking;
import dev.hansa.issuer.domain.CredentialStatus;
import dev.hansa.issuer.domain.Issuances;
import dev.hansa.issuer.domain.IssueRequest;
import dev.hansa.issuer.domain.Offering;
import dev.hansa.issuer.domain.Releasing;
import dev.hansa.issuer.domain.Tenant;
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
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an issuer's operator does: offer, look, take back. It calls by the issuer's own DID.
@Controller("/{tenant}/issuances")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "operator")
final class IssuanceController {
  private static final Set<String> STATES =
      Set.of("offered", "locked", "authorised", "deferred", "issued", "lapsed", "withdrawn");

  private final TenantDoor door;
  private final Authorizing authorizing;
  private final Offering offering;
  private final Issuances issuances;
  private final Caretaking caretaking;
  private final Releasing releasing;
  private final IssuanceJson views;
  private final Outcomes outcomes;

  IssuanceController(
      TenantDoor door,
      Authorizing authorizing,
      Offering offering,
      Issuances issuances,
      Caretaking caretaking,
      Releasing releasing,
      IssuanceJson views,
      Outcomes outcomes) {
    this.door = door;
    this.authorizing = authorizing;
    this.offering = offering;
    this.issuances = issuances;
    this.caretaking = caretaking;
    this.releasing = releasing;
    this.views = views;
    this.outcomes = outcomes;
  }

  @Post
  @Operation(
      summary = "Offer a credential",
      description =
          "JSON: requestId, vct, claims, validity?, txCode, grant?, holder?, hold?, replaces?."
              + " Idempotent by"
              + " requestId.")
  @ApiResponse(responseCode = "201", description = "id, state, offerUri, offerUriByValue, txCode?")
  @ApiResponse(responseCode = "200", description = "the same request came before")
  @ApiResponse(responseCode = "400", description = "malformed-input")
  @ApiResponse(responseCode = "401", description = "unauthorized")
  @ApiResponse(responseCode = "403", description = "not-the-issuer, refused")
  @ApiResponse(responseCode = "404", description = "unknown-issuer")
  @ApiResponse(responseCode = "409", description = "request-id-taken")
  @ApiResponse(responseCode = "422", description = "claims-refused")
  HttpResponse<String> offer(
      HttpRequest<?> request, @PathVariable String tenant, @Body String body) {
    var issuer = door.operator(request, tenant, body);
    var wish = IssueRequest.parseOffer(body);
    var unreachable = authorizing.unreachable(issuer, wish);
    if (unreachable.isPresent()) {
      return Refusals.refused(unreachable.get(), wish.vct());
    }
    var outcome = offering.offer(issuer, wish);
    outcomes.count("offers", outcome);
    return switch (outcome) {
      case Offering.Outcome.RequestIdTaken _ -> requestIdTaken();
      case Offering.Outcome.Refused(var refusal) -> Refusals.refused(refusal, wish.vct());
      case Offering.Outcome.ClaimsRefused(var refusals) -> Refusals.claims(refusals);
      case Offering.Outcome.AlreadyThere(var issuance) ->
          Answers.json(HttpStatus.OK, views.withTxCode(issuer, issuance));
      case Offering.Outcome.Offered(var offered) -> {
        outcomes.changed("credential offered", tenant, offered.about().id());
        yield Answers.json(HttpStatus.CREATED, views.withTxCode(issuer, offered));
      }
    };
  }

  static HttpResponse<String> requestIdTaken() {
    return Problem.of(
            HttpStatus.CONFLICT,
            "request-id-taken",
            "Another request was made under this requestId")
        .response();
  }

  @Get
  @Operation(summary = "The issuer's issuances, newest first")
  @ApiResponse(responseCode = "200", description = "issuances, next?")
  @ApiResponse(responseCode = "400", description = "malformed-input")
  @ApiResponse(responseCode = "401", description = "unauthorized")
  @ApiResponse(responseCode = "403", description = "not-the-issuer")
  HttpResponse<String> list(
      HttpRequest<?> request,
      @PathVariable String tenant,
      @QueryValue Optional<String> vct,
      @QueryValue Optional<String> state,
      @QueryValue Optional<String> from,
      @QueryValue Optional<String> before,
      @QueryValue Optional<String> limit,
      @QueryValue Optional<String> after) {
    var issuer = door.operator(request, tenant, "");
    var filter =
        new Issuances.Filter(
            vct.map(Vct::parse),
            state.map(IssuanceController::stateOf),
            from.map(IssuanceController::instant),
            before.map(IssuanceController::instant));
    int size = Parts.size(limit);
    var page = issuances.list(issuer.name(), filter, after.map(Parts::after), size);
    var json = Json.newObject();
    var array = json.putArray("issuances");
    page.issuances().forEach(each -> array.add(views.of(issuer, each)));
    page.next().ifPresent(next -> json.put("next", Long.toString(next)));
    return Answers.json(HttpStatus.OK, json);
  }

  private static String stateOf(String word) {
    if (!STATES.contains(word)) {
      throw new MalformedInput("state is one of the states of an issuance");
    }
    return word.toUpperCase(Locale.ROOT);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new MalformedInput("from and before are instants, as 2026-06-01T12:00:00Z");
    }
  }

  @Get("/{id}")
  @Operation(summary = "One issuance")
  @ApiResponse(responseCode = "200", description = "the issuance, without claims")
  @ApiResponse(responseCode = "404", description = "unknown-issuer, or no such issuance")
  HttpResponse<String> one(
      HttpRequest<?> request, @PathVariable String tenant, @PathVariable String id) {
    var issuer = door.operator(request, tenant, "");
    return issuances
        .find(issuer.name(), id)
        .<HttpResponse<String>>map(found -> Answers.json(HttpStatus.OK, views.of(issuer, found)))
        .orElseGet(() -> Problem.of(HttpStatus.NOT_FOUND).response());
  }

  @Post("/{id}/revoke")
  @Consumes(MediaType.ALL)
  @Operation(summary = "Take a credential back for good, or an offer that was not taken up")
  @ApiResponse(responseCode = "200", description = "the issuance")
  @ApiResponse(responseCode = "404", description = "no such issuance")
  @ApiResponse(responseCode = "409", description = "wrong-state")
  HttpResponse<String> revoke(
      HttpRequest<?> request,
      @PathVariable String tenant,
      @PathVariable String id,
      @Body @Nullable String body) {
    return take(Caretaking.Step.REVOKE, door.operator(request, tenant, Answers.orEmpty(body)), id);
  }

  @Post("/{id}/suspend")
  @Consumes(MediaType.ALL)
  @Operation(summary = "Let a credential not hold for the time being")
  @ApiResponse(responseCode = "200", description = "the issuance")
  @ApiResponse(responseCode = "404", description = "no such issuance")
  @ApiResponse(responseCode = "409", description = "wrong-state")
  HttpResponse<String> suspend(
      HttpRequest<?> request,
      @PathVariable String tenant,
      @PathVariable String id,
      @Body @Nullable String body) {
    return take(Caretaking.Step.SUSPEND, door.operator(request, tenant, Answers.orEmpty(body)), id);
  }

  @Post("/{id}/reactivate")
  @Consumes(MediaType.ALL)
  @Operation(summary = "Let a suspended credential hold again")
  @ApiResponse(responseCode = "200", description = "the issuance")
  @ApiResponse(responseCode = "404", description = "no such issuance")
  @ApiResponse(responseCode = "409", description = "wrong-state: a revoked one stays revoked")
  HttpResponse<String> reactivate(
      HttpRequest<?> request,
      @PathVariable String tenant,
      @PathVariable String id,
      @Body @Nullable String body) {
    return take(
        Caretaking.Step.REACTIVATE, door.operator(request, tenant, Answers.orEmpty(body)), id);
  }

  @Post("/{id}/release")
  @Consumes(MediaType.ALL)
  @Operation(
      summary = "Let a held issuance go on",
      description =
          "Called by the issuer's DID, or, for types that its policy wants approved, by an"
              + " approver's.")
  @ApiResponse(responseCode = "200", description = "the issuance")
  @ApiResponse(responseCode = "403", description = "not-the-issuer, needs-another")
  @ApiResponse(responseCode = "404", description = "no such issuance")
  @ApiResponse(responseCode = "409", description = "wrong-state: it was never held, or has ended")
  HttpResponse<String> release(
      HttpRequest<?> request,
      @PathVariable String tenant,
      @PathVariable String id,
      @Body @Nullable String body) {
    var issuer = door.find(tenant);
    var caller = door.caller(request, Answers.orEmpty(body));
    var outcome = releasing.release(issuer, id, caller);
    outcomes.count("releases", outcome);
    return switch (outcome) {
      case Releasing.Outcome.Stranger _ -> throw TenantDoor.notTheIssuer();
      case Releasing.Outcome.Unknown _ -> Problem.of(HttpStatus.NOT_FOUND).response();
      case Releasing.Outcome.NeedsAnother _ ->
          Problem.of(
                  HttpStatus.FORBIDDEN,
                  "needs-another",
                  "What the issuer offers of this type is approved by another")
              .response();
      case Releasing.Outcome.WrongState _ -> wrongState();
      case Releasing.Outcome.Released(var issuance) -> {
        outcomes.changed("released", tenant, id);
        yield Answers.json(HttpStatus.OK, views.of(issuer, issuance));
      }
    };
  }

  @Post("/{id}/status")
  @Operation(
      summary = "Set the status of a credential",
      description =
          "JSON: status, of valid, revoked, suspended; of a guarantee of origin also cancelled,"
              + " expired, split")
  @ApiResponse(responseCode = "200", description = "the issuance")
  @ApiResponse(responseCode = "400", description = "malformed-input")
  @ApiResponse(responseCode = "404", description = "no such issuance")
  @ApiResponse(responseCode = "409", description = "wrong-state, no-such-status")
  HttpResponse<String> status(
      HttpRequest<?> request,
      @PathVariable String tenant,
      @PathVariable String id,
      @Body String body) {
    var issuer = door.operator(request, tenant, body);
    var status = CredentialStatus.parse(Json.text(Json.parseObject(body, 1024), "status", 32));
    return answer(caretaking.change(status, issuer.name(), id), status.word(), issuer, id);
  }

  private static HttpResponse<String> wrongState() {
    return Problem.of(
            HttpStatus.CONFLICT,
            "wrong-state",
            "The state that this issuance is in does not allow this")
        .response();
  }

  @Post("/{id}/unlock")
  @Consumes(MediaType.ALL)
  @Operation(summary = "Open an offer again that wrong transaction codes locked")
  @ApiResponse(responseCode = "200", description = "the issuance")
  @ApiResponse(responseCode = "404", description = "no such issuance")
  @ApiResponse(responseCode = "409", description = "wrong-state")
  HttpResponse<String> unlock(
      HttpRequest<?> request,
      @PathVariable String tenant,
      @PathVariable String id,
      @Body @Nullable String body) {
    return take(Caretaking.Step.UNLOCK, door.operator(request, tenant, Answers.orEmpty(body)), id);
  }

  private HttpResponse<String> take(Caretaking.Step step, Tenant issuer, String id) {
    var word = step.name().toLowerCase(Locale.ROOT);
    return answer(caretaking.take(step, issuer.name(), id), word, issuer, id);
  }

  private HttpResponse<String> answer(
      Caretaking.Outcome outcome, String word, Tenant issuer, String id) {
    outcomes.count(word, outcome);
    return switch (outcome) {
      case Caretaking.Outcome.Unknown _ -> Problem.of(HttpStatus.NOT_FOUND).response();
      case Caretaking.Outcome.WrongState _ -> wrongState();
      case Caretaking.Outcome.NoSuchStatus _ ->
          Problem.of(
                  HttpStatus.CONFLICT,
                  "no-such-status",
                  "Credentials of this type have no such status")
              .response();
      case Caretaking.Outcome.Done(var issuance) -> {
        outcomes.changed(word, issuer.name().value(), id);
        yield Answers.json(HttpStatus.OK, views.of(issuer, issuance));
      }
    };
  }
}
