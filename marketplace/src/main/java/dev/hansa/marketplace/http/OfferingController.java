package dev.hansa.marketplace.http;

import dev.hansa.marketplace.domain.Offerings;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

/// The catalogue: `POST /offerings` lists, `GET /offerings` is for everyone.
@Controller("/offerings")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "offerings")
final class OfferingController {
  private final Offerings offerings;
  private final Callers callers;

  OfferingController(Offerings offerings, Callers callers) {
    this.offerings = offerings;
    this.callers = callers;
  }

  @Post
  HttpResponse<String> list(HttpRequest<?> request, @Body String body) {
    var trader = callers.trader(request);
    return switch (offerings.list(trader, Offerings.Wish.parse(body))) {
      case Offerings.Outcome.Refused(var receipt, var reasons) ->
          Refusals.refused(receipt, reasons);
      case Offerings.Outcome.Listed(var offering) ->
          Refusals.created(offering.body().deepCopy().put("receipt", offering.receipt()));
    };
  }

  @Get
  HttpResponse<String> all(HttpRequest<?> request) {
    return Refusals.ok(
        Pages.json("offerings", offerings.newest(Pages.wanted(request)), Offerings.Offering::body));
  }

  @Get("/{id}")
  HttpResponse<String> one(String id) {
    return offerings
        .find(id)
        .map(offering -> Refusals.ok(offering.body()))
        .orElseGet(() -> Refusals.notFound("There is no such offering"));
  }
}
