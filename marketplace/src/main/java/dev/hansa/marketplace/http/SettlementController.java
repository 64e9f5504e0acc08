package dev.hansa.marketplace.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.marketplace.domain.Metering;
import dev.hansa.marketplace.domain.OrderWish;
import dev.hansa.marketplace.domain.Settlements;
import dev.hansa.marketrules.book.BookTerms;
import dev.hansa.marketrules.money.Currency;
import dev.hansa.servicekit.RequestAuthenticator;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

/// Metered data and settlement: `POST /metered-data`, `POST /settlements`, `GET /settlements/{id}`,
/// `GET /settlements/{id}/statement`.
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "settlement")
final class SettlementController {
  private static final int CREDENTIAL_MAX = 1 << 16;

  private final Metering metering;
  private final Settlements settlements;
  private final Callers callers;
  private final RequestAuthenticator organisations;

  SettlementController(
      Metering metering,
      Settlements settlements,
      Callers callers,
      RequestAuthenticator organisations) {
    this.metering = metering;
    this.settlements = settlements;
    this.callers = callers;
    this.organisations = organisations;
  }

  /// Anyone who is authenticated may hand over a credential: it counts for what its issuer says.
  @Post("/metered-data")
  HttpResponse<String> metered(HttpRequest<?> request, @Body String body) {
    authenticate(request, body);
    var credential = Json.text(Json.parseObject(body), "credential", CREDENTIAL_MAX);
    return switch (metering.take(credential)) {
      case Metering.Taken.Refused(var reason, var sentence) ->
          Refusals.problem(HttpStatus.UNPROCESSABLE_ENTITY, "credential-refused", sentence, reason);
      case Metering.Taken.Read(var readings, var added, var height) ->
          Refusals.created(
              Json.newObject()
                  .put("readings", readings)
                  .put("added", added)
                  .put("ledgerHeight", height));
    };
  }

  private void authenticate(HttpRequest<?> request, String body) {
    var header = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
    if (header != null && header.startsWith("DPoP ")) {
      var _ = callers.trader(request);
    } else {
      var _ = organisations.caller(request, body);
    }
  }

  @Post("/settlements")
  HttpResponse<String> settle(HttpRequest<?> request, @Body String body) {
    var trader = callers.trader(request);
    var json = Json.parseObject(body, OrderWish.BODY_MAX);
    var terms =
        BookTerms.of(
            OrderWish.zone(Json.text(json, "zone", 16)),
            OrderWish.interval(Json.text(json, "deliveryStart", 40)),
            Currency.EUR);
    return switch (settlements.settle(terms)) {
      case Settlements.Outcome.NoSuchBook _ ->
          Refusals.notFound("Nothing was ever offered in this book");
      case Settlements.Outcome.NotDelivered _ ->
          Refusals.problem(
              HttpStatus.CONFLICT,
              "not-delivered",
              "It is too early to settle",
              "a book is settled when its delivery is over");
      case Settlements.Outcome.NothingTraded _ ->
          Refusals.problem(
              HttpStatus.CONFLICT,
              "nothing-traded",
              "There is nothing to settle",
              "no trade of this book is firm");
      case Settlements.Outcome.ReadingsMissing(var points) ->
          Refusals.problem(
              HttpStatus.CONFLICT,
              "readings-missing",
              "The meters have not been read yet",
              points + " metering points of this book have no reading of this quarter hour");
      case Settlements.Outcome.Impossible(var rule) ->
          Refusals.problem(
              HttpStatus.CONFLICT, "cannot-settle", "The inputs contradict each other", rule);
      case Settlements.Outcome.Settled(var kept) -> Refusals.ok(view(kept, trader.party()));
    };
  }

  @Get("/settlements/{id}")
  HttpResponse<String> one(HttpRequest<?> request, String id) {
    var trader = callers.trader(request);
    return settlements
        .find(id)
        .map(kept -> Refusals.ok(view(kept, trader.party())))
        .orElseGet(() -> Refusals.notFound("There is no such settlement"));
  }

  @Get("/settlements/{id}/statement")
  HttpResponse<String> statement(HttpRequest<?> request, String id) {
    var trader = callers.trader(request);
    return settlements
        .statement(id, trader.party())
        .map(Refusals::ok)
        .orElseGet(() -> Refusals.notFound("You have no statement in this settlement"));
  }

  /// The sums that anyone in the market may check, the postings without names but one's own, and
  /// one's own statement.
  private static ObjectNode view(Settlements.Kept kept, String party) {
    var view = kept.body().deepCopy();
    var own = view.remove("statements").get(party);
    if (own != null) {
      view.set("statement", own);
    }
    for (var posting : view.path("postings")) {
      for (var account : new String[] {"debit", "credit"}) {
        var name = posting.path(account).asText();
        if (!name.equals(party) && !name.startsWith("clearing:")) {
          ((ObjectNode) posting).put(account, "another party");
        }
      }
    }
    return view;
  }
}
