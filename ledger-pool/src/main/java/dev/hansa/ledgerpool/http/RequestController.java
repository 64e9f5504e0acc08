package dev.hansa.ledgerpool.http;

import dev.hansa.identity.Json;
import dev.hansa.ledgerpool.domain.Engine;
import dev.hansa.ledgerpool.domain.NodeHalted;
import dev.hansa.ledgerpool.domain.Submission;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.LedgerAnswers;
import dev.hansa.ledgerprotocol.Outcome;
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
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Writes: signed Indy requests, taken as they are. The answer comes once the request is on the
/// disk.
@Controller("/v1/requests")
@ExecuteOn(TaskExecutors.BLOCKING)
final class RequestController {
  private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(30);
  private static final Problem OTHER_SIGNATURES =
      Problem.of(
          HttpStatus.CONFLICT,
          "other-signatures",
          "The same request is on the ledger with other signatures");
  private static final Problem QUEUE_FULL =
      Problem.of(
          HttpStatus.TOO_MANY_REQUESTS, "queue-full", "More requests wait than this node keeps");
  private static final Problem STOPPING =
      Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "stopping", "The node is being stopped");
  private static final Problem NOT_YET =
      Problem.of(
          HttpStatus.SERVICE_UNAVAILABLE,
          "not-settled-yet",
          "The request waits still; send it again to learn what became of it");

  private final Engine engine;
  private final NodeMetrics metrics;

  RequestController(Engine engine, NodeMetrics metrics) {
    this.engine = engine;
    this.metrics = metrics;
  }

  @Operation(
      summary = "Writes a signed Indy request to the ledger",
      description =
          "The body is the request's JSON text. A request is written once: sent again, it is"
              + " answered with what it was written as. The answer proves the transaction.")
  @ApiResponse(responseCode = "201", description = "Written now")
  @ApiResponse(responseCode = "200", description = "It was on the ledger already")
  @ApiResponse(responseCode = "400", description = "The body is no request")
  @ApiResponse(responseCode = "409", description = "On the ledger with other signatures")
  @ApiResponse(responseCode = "413", description = "The body is longer than 131072 bytes")
  @ApiResponse(responseCode = "422", description = "The rules say no; member rule names which one")
  @ApiResponse(responseCode = "429", description = "More requests wait than the node keeps")
  @ApiResponse(
      responseCode = "503",
      description = "The node has halted or is being stopped; the request may be sent again")
  @Post
  @Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
  HttpResponse<String> submit(@Body String body) {
    var submission = settled(IndyRequest.parse(body));
    metrics.settled(submission);
    return switch (submission) {
      case Submission.Settled(Outcome.Written written, var checkpoint) ->
          written(written, checkpoint);
      case Submission.Settled(Outcome.Refused(var rule, var detail), _) -> refused(rule, detail);
      case Submission.Settled(Outcome.OtherSignatures _, _) -> OTHER_SIGNATURES.response();
      case Submission.QueueFull _ -> retry(QUEUE_FULL);
      case Submission.Stopping _ -> retry(STOPPING);
      case Submission.Unsettled _ -> retry(NOT_YET);
      case Submission.Halted(var why) -> throw new NodeHalted(why);
    };
  }

  private Submission settled(IndyRequest request) {
    try {
      return engine.submit(request).get(ANSWER_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Submission.Unsettled();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Submission.Unsettled();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an engine answers, and does not throw", e);
    }
  }

  private static HttpResponse<String> written(Outcome.Written written, Checkpoint checkpoint) {
    return HttpResponse.<String>status(written.alreadyThere() ? HttpStatus.OK : HttpStatus.CREATED)
        .body(LedgerAnswers.written(written, checkpoint).toString())
        .contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  private static HttpResponse<String> refused(String rule, String detail) {
    var problem =
        Json.newObject()
            .put("type", "/problems/request-refused")
            .put("title", "The ledger's rules refuse the request")
            .put("status", HttpStatus.UNPROCESSABLE_ENTITY.getCode())
            .put("detail", detail)
            .put("rule", rule);
    return HttpResponse.<String>status(HttpStatus.UNPROCESSABLE_ENTITY)
        .body(problem.toString())
        .contentType(Problem.MEDIA_TYPE);
  }

  private static HttpResponse<String> retry(Problem problem) {
    MutableHttpResponse<String> response = problem.response();
    return response.header("Retry-After", "1");
  }
}
