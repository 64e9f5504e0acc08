package dev.hansa.ledgerpool.http;

import dev.hansa.ledgerpool.PoolExplanations;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

/// How the whole pool does, for whoever is awake at three in the morning.
@Controller("/explain")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ExplainController {
  private final PoolExplanations explanations;

  ExplainController(PoolExplanations explanations) {
    this.explanations = explanations;
  }

  @Operation(
      summary = "Why there is no write, or that all is well, in one sentence",
      description =
          "By the accounts of this node and of those that its ledger names, which it asks once a"
              + " second at most and for five seconds at most. Nobody signs it and it proves"
              + " nothing. sentence, evidence and todo are for people; kind is for alarms; nodes"
              + " says who answered.")
  @ApiResponse(responseCode = "200", description = "The explanation, also where not all is well")
  @ApiResponse(responseCode = "503", description = "The node is being stopped")
  @Get
  @Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
  HttpResponse<String> explain() {
    return HttpResponse.ok(explanations.look().toJson().toString())
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header("Cache-Control", "no-store");
  }
}
