package dev.hansa.verifier.http;

import dev.hansa.receipts.ReceiptExport;
import dev.hansa.receipts.ReceiptExporter;
import dev.hansa.servicekit.Problem;
import dev.hansa.servicekit.RequestAuthenticator;
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

/// Receipts of verifications, for those who asked for them.
@Controller("/receipts")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "receipts")
final class ReceiptController {
  private final ReceiptExporter exporter;
  private final RequestAuthenticator authenticator;

  ReceiptController(ReceiptExporter exporter, RequestAuthenticator authenticator) {
    this.exporter = exporter;
    this.authenticator = authenticator;
  }

  @Get("/{id}")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "The file that proves a receipt, to be checked offline")
  @ApiResponse(responseCode = "200", description = "canonical JSON; see docs/protocols/receipts.md")
  @ApiResponse(responseCode = "404", description = "no such receipt of this caller")
  @ApiResponse(responseCode = "409", description = "not-anchored-yet: try again in some seconds")
  HttpResponse<String> export(HttpRequest<?> request, @PathVariable String id) {
    var caller = authenticator.caller(request);
    return switch (exporter.export(id, caller.toString())) {
      case ReceiptExport.Unknown _ -> Problem.of(HttpStatus.NOT_FOUND).response();
      case ReceiptExport.NotAnchoredYet _ ->
          Problem.of(
                  HttpStatus.CONFLICT,
                  "not-anchored-yet",
                  "The receipt is not anchored on the ledger yet; try again in some seconds")
              .<String>response()
              .header("Retry-After", "5");
      case ReceiptExport.Erased _ ->
          Problem.of(HttpStatus.GONE, "receipt-erased", "The receipt's content was erased")
              .response();
      case ReceiptExport.DoesNotHold(var check, var sentence) ->
          Problem.of(HttpStatus.CONFLICT, "receipt-does-not-hold", "The receipt fails a check")
              .withDetail(check + ": " + sentence)
              .response();
      case ReceiptExport.Exported(var file) -> Answers.json(HttpResponse.ok(file.toUtf8()));
    };
  }
}
