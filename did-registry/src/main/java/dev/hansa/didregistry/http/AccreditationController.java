package dev.hansa.didregistry.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.didregistry.domain.WhoMayIssue;
import dev.hansa.identity.Accreditation;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Vct;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Who may issue what. Every answer carries the ledger's proof of the whole list, so a reader need
/// not believe this service.
@Controller("/accreditations")
@ExecuteOn(TaskExecutors.BLOCKING)
final class AccreditationController {
  private static final int TIME_MAX = 40;

  private final WhoMayIssue whoMayIssue;
  private final Clock clock;

  AccreditationController(WhoMayIssue whoMayIssue, Clock clock) {
    this.whoMayIssue = whoMayIssue;
    this.clock = clock;
  }

  @Operation(
      summary = "Who is accredited for a type; with issuer: whether that DID is, or was at a time",
      description =
          "The member proof is the node's answer; it is checked against the genesis alone.")
  @ApiResponse(responseCode = "200", description = "The answer, also when it is no")
  @ApiResponse(responseCode = "400", description = "A parameter is missing or cannot be read")
  @Get
  @Produces(MediaType.APPLICATION_JSON)
  HttpResponse<String> find(
      @Nullable @QueryValue String type,
      @Nullable @QueryValue String issuer,
      @Nullable @QueryValue String at) {
    if (type == null) {
      throw new MalformedInput("the parameter type is a credential type");
    }
    var vct = Vct.parse(type);
    var json = Json.newObject().put("type", vct.value());
    if (issuer == null) {
      if (at != null) {
        throw new MalformedInput("the parameter at stands with the parameter issuer");
      }
      return response(json, whoMayIssue.whoMay(vct));
    }
    var did = Did.parse(issuer);
    var time = at == null ? clock.instant() : time(at);
    var answer = whoMayIssue.mayIssue(did, vct, time);
    json.put("issuer", did.toString()).put("at", time.toString());
    answer
        .verdict()
        .ifPresent(verdict ->
            json.put("accredited", verdict == WhoMayIssue.Verdict.ACCREDITED)
                .put("verdict", word(verdict)));
    return response(json, answer);
  }

  private static Instant time(String text) {
    try {
      if (text.length() <= TIME_MAX) {
        return Instant.parse(text);
      }
    } catch (DateTimeException e) {
      // Falls through to the one message below.
    }
    throw new MalformedInput("the parameter at is a time such as 2026-01-31T12:00:00Z");
  }

  private static HttpResponse<String> response(ObjectNode json, WhoMayIssue.Answer answer) {
    json.put("ledgerHeight", answer.proved().ledgerHeight());
    var list = json.putArray("accreditations");
    answer.accreditations().forEach(one -> list.add(json(one)));
    json.set("proof", answer.proved().proof());
    return HttpResponse.ok(json.toString()).header("Cache-Control", "no-cache");
  }

  private static ObjectNode json(Accreditation one) {
    var json = Json.newObject().put("issuer", one.issuer().toString());
    var territories = json.putArray("territories");
    one.territories().forEach(territories::add);
    json.put("validFrom", one.validFrom().toString())
        .put("validUntil", one.validUntil().toString())
        .put("validityMaxSeconds", one.validityMax().toSeconds())
        .put("delegable", one.delegable())
        .put("grantedBy", one.grantedBy().toString())
        .put("seqNo", one.seqNo());
    one.withdrawal()
        .ifPresent(withdrawal ->
            json.putObject("withdrawal")
                .put("reason", word(withdrawal.reason()))
                .put("since", withdrawal.since().toString())
                .put("at", withdrawal.at().toString()));
    return json;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
