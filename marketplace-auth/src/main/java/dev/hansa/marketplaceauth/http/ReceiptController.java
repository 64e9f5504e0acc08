package dev.hansa.marketplaceauth.http;

import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.marketplaceauth.domain.Ids;
import dev.hansa.receipts.LogStore;
import dev.hansa.receipts.ReceiptExport;
import dev.hansa.receipts.ReceiptExporter;
import dev.hansa.receipts.ReceiptLog;
import dev.hansa.receipts.StoredReceipt;
import dev.hansa.servicekit.Problem;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Optional;

/// Receipts, for their owner: the party that acted.
@Controller("/receipts/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "receipts")
final class ReceiptController {
  private static final int JWS_MAX = 64 * 1024;

  private final ReceiptLog log;
  private final LogStore store;
  private final ReceiptExporter exporter;
  private final Callers callers;

  ReceiptController(ReceiptLog log, LogStore store, ReceiptExporter exporter, Callers callers) {
    this.log = log;
    this.store = store;
    this.exporter = exporter;
    this.callers = callers;
  }

  @Get
  @Operation(
      summary = "The file that proves a receipt offline",
      description = "The owner's access token, or the DID of its organisation.")
  @ApiResponse(responseCode = "200", description = "one JSON file")
  @ApiResponse(responseCode = "404", description = "no such receipt of this owner")
  @ApiResponse(responseCode = "409", description = "not-anchored-yet: again in some seconds")
  @ApiResponse(responseCode = "410", description = "receipt-erased")
  HttpResponse<byte[]> export(HttpRequest<?> request, @PathVariable String id) {
    return switch (exporter.export(Ids.parse(id), owner(request))) {
      case ReceiptExport.Unknown() -> Problem.of(HttpStatus.NOT_FOUND).response();
      case ReceiptExport.NotAnchoredYet() -> {
        MutableHttpResponse<byte[]> response =
            Problem.of(
                    HttpStatus.CONFLICT,
                    "not-anchored-yet",
                    "The receipt's place in the log is not on the ledger yet")
                .response();
        yield response.header("Retry-After", "5");
      }
      case ReceiptExport.Erased() ->
          Problem.of(HttpStatus.GONE, "receipt-erased", "The receipt's content was erased")
              .response();
      case ReceiptExport.DoesNotHold(var check, var sentence) ->
          Problem.of(
                  HttpStatus.INTERNAL_SERVER_ERROR,
                  "receipt-does-not-hold",
                  "The receipt does not pass its own checks")
              .withDetail(check + ": " + sentence)
              .response();
      case ReceiptExport.Exported(var file) ->
          HttpResponse.ok(file.toArray())
              .contentType(MediaType.APPLICATION_JSON_TYPE)
              .header("Cache-Control", "no-store")
              .header("Content-Disposition", "attachment; filename=\"hansa-receipt.json\"");
    };
  }

  @Get("/summary")
  @Operation(summary = "What a receipt says openly")
  @ApiResponse(
      responseCode = "200",
      description = "id, time, outcome, action, policies, policySet, ledgerHeight, credentials")
  @ApiResponse(responseCode = "404", description = "no such receipt of this owner")
  HttpResponse<String> summary(HttpRequest<?> request, @PathVariable String id) {
    return find(request, id)
        .map(receipt -> {
          var claims = Jws.parse(receipt.jws(), JWS_MAX).unverifiedClaims();
          var json =
              Json.newObject()
                  .put("id", id)
                  .put("time", Instant.ofEpochSecond(claims.path("iat").asLong()).toString());
          for (var member :
              new String[] {
                "outcome", "action", "policies", "policySet", "ledgerHeight", "credentials"
              }) {
            json.set(member, claims.get(member));
          }
          return Answers.ok(json);
        })
        .orElseGet(() -> Problem.of(HttpStatus.NOT_FOUND).response());
  }

  @Delete
  @Operation(
      summary = "Erase what only the owner can see",
      description =
          "Facts, salts and status tokens are gone for good; the signed receipt stays in the log.")
  @ApiResponse(responseCode = "204", description = "erased")
  @ApiResponse(responseCode = "404", description = "no such receipt of this owner")
  HttpResponse<String> erase(HttpRequest<?> request, @PathVariable String id) {
    if (find(request, id).isEmpty()) {
      return Problem.of(HttpStatus.NOT_FOUND).response();
    }
    store.erase(id);
    return HttpResponse.noContent();
  }

  private Optional<StoredReceipt> find(HttpRequest<?> request, String id) {
    var owner = owner(request);
    return log.find(Ids.parse(id)).filter(receipt -> receipt.owner().equals(owner));
  }

  private String owner(HttpRequest<?> request) {
    return Callers.hasAccessToken(request)
        ? callers.signedIn(request).party()
        : callers.organisation(request, "").toString();
  }
}
