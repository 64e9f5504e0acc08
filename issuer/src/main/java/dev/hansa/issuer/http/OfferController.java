package dev.hansa.issuer.http;

import dev.hansa.issuer.domain.OfferDocuments;
import dev.hansa.issuer.domain.TypeNames;
import dev.hansa.servicekit.Problem;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/// Offers by reference, [OpenID4VCI 1.0, section
/// 4.1.3](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html): JSON for
/// wallets, a page for people.
@Controller("/{tenant}/offers")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "wallet")
final class OfferController {
  private final TenantDoor door;
  private final OfferDocuments offers;
  private final TypeNames names;

  OfferController(TenantDoor door, OfferDocuments offers, TypeNames names) {
    this.door = door;
    this.offers = offers;
    this.names = names;
  }

  @Get("/{id}")
  @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_HTML})
  @Operation(summary = "A credential offer, until it is taken up")
  @ApiResponse(responseCode = "200", description = "the offer")
  @ApiResponse(responseCode = "404", description = "there is no such offer")
  @ApiResponse(responseCode = "410", description = "taken up, taken back, locked or out of time")
  HttpResponse<String> offer(
      HttpRequest<?> request, @PathVariable String tenant, @PathVariable String id) {
    var issuer = door.find(tenant);
    boolean person =
        request.accept().stream().findFirst().map(MediaType.TEXT_HTML_TYPE::equals).orElse(false);
    return switch (offers.look(issuer, id)) {
      case OfferDocuments.Look.Unknown _ ->
          person
              ? OfferPage.gone(HttpStatus.NOT_FOUND)
              : Problem.of(HttpStatus.NOT_FOUND).response();
      case OfferDocuments.Look.Over _ ->
          person
              ? OfferPage.gone(HttpStatus.GONE)
              : Problem.of(
                      HttpStatus.GONE,
                      "offer-over",
                      "The offer was taken up or taken back, or its time is over")
                  .response();
      case OfferDocuments.Look.Locked _ ->
          person
              ? OfferPage.locked(issuer)
              : Problem.of(
                      HttpStatus.GONE,
                      "offer-locked",
                      "Too many wrong codes locked the offer; whoever made it can unlock it")
                  .response();
      case OfferDocuments.Look.Open(var offered, var document) ->
          person
              ? OfferPage.of(
                  issuer,
                  names.of(offered.about().vct()).getFirst(),
                  offered,
                  offers.uri(issuer, offered))
              : Answers.json(HttpStatus.OK, document).header("Access-Control-Allow-Origin", "*");
    };
  }
}
