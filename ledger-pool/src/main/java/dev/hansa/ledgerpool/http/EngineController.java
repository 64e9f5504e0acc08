package dev.hansa.ledgerpool.http;

import dev.hansa.ledgerpool.RunningNode;
import dev.hansa.ledgerpool.cometbft.EnginePassage.Passed;
import dev.hansa.servicekit.Problem;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

/// What the engine of a joining node asks the engines of others: signed headers, which it checks.
@Controller("/v1/engine")
@ExecuteOn(TaskExecutors.BLOCKING)
final class EngineController {
  private static final Problem NO_ENGINE =
      Problem.of(HttpStatus.NOT_FOUND, "no-engine", "This network has one sequencer and no engine");
  private static final Problem TOO_MANY =
      Problem.of(
          HttpStatus.TOO_MANY_REQUESTS,
          "too-many-questions",
          "More was asked in a second than this node passes on to its engine");
  private static final Problem SILENT =
      Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "engine-silent", "The node's engine says nothing");

  private final RunningNode node;

  EngineController(RunningNode node) {
    this.node = node;
  }

  @Operation(
      summary = "A light client's questions to the consensus engine beside the node",
      description =
          "JSON-RPC 2.0 as CometBFT has it: the methods commit, validators and consensus_params with"
              + " the parameters height, page and per_page. The answer is the engine's.")
  @ApiResponse(responseCode = "200", description = "The engine's answer, also where it is an error")
  @ApiResponse(responseCode = "400", description = "The body is none of these questions")
  @ApiResponse(responseCode = "404", description = "The network has no engine")
  @ApiResponse(responseCode = "429", description = "More than 100 questions in a second")
  @ApiResponse(responseCode = "503", description = "The engine does not run, or says nothing")
  @Post
  @Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
  HttpResponse<String> ask(@Body String body) {
    var passage = node.passage();
    if (passage.isEmpty()) {
      return NO_ENGINE.response();
    }
    return switch (passage.orElseThrow().ask(body)) {
      case Passed.Answered(var answer) ->
          HttpResponse.ok(answer).contentType(MediaType.APPLICATION_JSON_TYPE);
      case Passed.TooMany _ -> retry(TOO_MANY);
      case Passed.Silent _ -> retry(SILENT);
    };
  }

  private static HttpResponse<String> retry(Problem problem) {
    MutableHttpResponse<String> response = problem.response();
    return response.header("Retry-After", "1");
  }
}
