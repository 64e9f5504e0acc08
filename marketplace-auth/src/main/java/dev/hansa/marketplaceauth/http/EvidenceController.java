package dev.hansa.marketplaceauth.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Vct;
import dev.hansa.marketplaceauth.domain.Asking;
import dev.hansa.marketplaceauth.domain.Attested;
import dev.hansa.marketplaceauth.domain.Fact;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an act needs besides sign-in. The market learns a metering point's name here, never its
/// GSRN.
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "evidence")
final class EvidenceController {
  private static final int BODY_MAX = 4096;

  private final Asking asking;
  private final Members members;
  private final Pseudonyms pseudonyms;
  private final Callers callers;

  EvidenceController(Asking asking, Members members, Pseudonyms pseudonyms, Callers callers) {
    this.asking = asking;
    this.members = members;
    this.pseudonyms = pseudonyms;
    this.callers = callers;
  }

  @Post("/evidence")
  @Operation(
      summary = "Ask to show what an act rests on",
      description = "Access token. Body: types, of grid-connection-point and payment-capability.")
  @ApiResponse(responseCode = "201", description = "id, state, openid4vp, request_uri, expires")
  @ApiResponse(responseCode = "400", description = "malformed-input")
  @ApiResponse(responseCode = "401", description = "unauthorized")
  HttpResponse<String> ask(HttpRequest<?> request, @Body String body) {
    var who = callers.signedIn(request);
    var types = types(Json.parseObject(body, BODY_MAX));
    return Answers.json(
        HttpStatus.CREATED, Showings.asked(asking.evidence(who.party(), who.agent(), types)));
  }

  private static List<Vct> types(ObjectNode body) {
    var types = new ArrayList<Vct>();
    for (var word : Json.array(body, "types", 2)) {
      var type =
          switch (word.asText()) {
            case "grid-connection-point" -> Attested.GRID_CONNECTION_POINT;
            case "payment-capability" -> Attested.PAYMENT_CAPABILITY;
            default ->
                throw new MalformedInput("a type is grid-connection-point or payment-capability");
          };
      if (types.contains(type)) {
        throw new MalformedInput("a type stands once");
      }
      types.add(type);
    }
    if (types.isEmpty() || body.size() != 1) {
      throw new MalformedInput("the body is types, and at least one");
    }
    return types;
  }

  @Get("/evidence/{id}")
  @Operation(
      summary = "What was shown",
      description = "The party's access token, or a marketplace by its DID.")
  @ApiResponse(responseCode = "200", description = "id, state, party, facts, reason?, sentence?")
  @ApiResponse(responseCode = "404", description = "no such evidence of this party")
  HttpResponse<String> look(HttpRequest<?> request, @PathVariable String id) {
    var party =
        Callers.hasAccessToken(request)
            ? Optional.of(callers.signedIn(request).party())
            : Optional.<String>empty();
    if (party.isEmpty()) {
      var _ = callers.marketplace(request, "");
    }
    var showing =
        asking
            .look(Ids.parse(id))
            .filter(s -> s.head().kind() == Showing.Kind.EVIDENCE)
            .filter(s -> party.isEmpty() || party.get().equals(s.head().owner()));
    if (showing.isEmpty()) {
      return Problem.of(HttpStatus.NOT_FOUND).response();
    }
    var json = Showings.state(showing.get()).put("party", showing.get().head().owner());
    var list = json.putArray("facts");
    if (showing.get() instanceof Showing.Verified(_, var facts, _)) {
      members.facts(facts).forEach(fact -> list.add(view(fact)));
    }
    return Answers.ok(json);
  }

  private static ObjectNode view(Fact fact) {
    var json = Json.newObject();
    switch (fact.says()) {
      case Attested.ConnectionPoint point -> {
        json.put("type", "grid-connection-point")
            .put("meterKey", point.meterKey())
            .put("zone", point.zone())
            .put("maxExportWhPerInterval", point.maxExportWhPerInterval());
        point.directions().forEach(json.putArray("directions")::add);
      }
      case Attested.PaymentCapability payment ->
          json.put("type", "payment-capability")
              .put("currency", payment.currency())
              .put("limitMinor", payment.limitMinor());
      case Attested.Participant _, Attested.Mandate _, Attested.CspLicence _ ->
          json.put("type", fact.type().value());
    }
    return json.put("party", fact.party()).put("validUntil", fact.validUntil().toString());
  }

  @Post("/meter-keys")
  @Operation(
      summary = "The name of a metering point towards the market",
      description = "A marketplace by its DID. Body: meteringPointId.")
  @ApiResponse(responseCode = "200", description = "meterKey")
  @ApiResponse(responseCode = "403", description = "not-a-peer")
  HttpResponse<String> meterKey(HttpRequest<?> request, @Body String body) {
    var _ = callers.marketplace(request, body);
    var json = Json.parseObject(body, BODY_MAX);
    var gsrn = Json.text(json, "meteringPointId", 18);
    return Answers.ok(Json.newObject().put("meterKey", pseudonyms.meterKey(gsrn)));
  }
}
