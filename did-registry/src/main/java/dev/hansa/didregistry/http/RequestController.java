package dev.hansa.didregistry.http;

import dev.hansa.didregistry.domain.RequestDoor;
import dev.hansa.identity.MalformedInput;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

/// Signed requests go through unchanged: who may write what is the ledger's to say, and the answer
/// is the node's.
@Controller("/requests")
@ExecuteOn(TaskExecutors.BLOCKING)
final class RequestController {
  private final RequestDoor door;

  RequestController(RequestDoor door) {
    this.door = door;
  }

  @Operation(summary = "Write to the ledger: an Indy request, signed")
  @ApiResponse(responseCode = "201", description = "Written, with the proof")
  @ApiResponse(responseCode = "200", description = "It was there already")
  @ApiResponse(responseCode = "409", description = "There already, with other signatures")
  @ApiResponse(
      responseCode = "422",
      description = "Refused; the members rule and detail say by what")
  @ApiResponse(responseCode = "503", description = "No node answers; send the same request again")
  @Post
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.ALL)
  HttpResponse<String> pass(@Body String request) {
    if (request.length() > RequestDoor.LENGTH_MAX) {
      throw new MalformedInput("a request has at most " + RequestDoor.LENGTH_MAX + " characters");
    }
    var answer = door.pass(request);
    return HttpResponse.<String>status(HttpStatus.valueOf(answer.status()))
        .header(
            "Content-Type",
            answer.status() < 400 ? MediaType.APPLICATION_JSON : "application/problem+json")
        .header("Cache-Control", "no-store")
        .body(answer.body().toString());
  }
}
