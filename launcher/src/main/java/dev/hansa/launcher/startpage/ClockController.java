package dev.hansa.launcher.startpage;

import dev.hansa.identity.Json;
import dev.hansa.identity.Secret;
import dev.hansa.launcher.run.ClockKeeper;
import dev.hansa.servicekit.Problem;
import dev.hansa.servicekit.ProblemException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The time that all services of this process share. It is moved on only in a network that was
/// started with a story clock, and only by who can read the token in the data folder.
@Controller("/clock")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ClockController {
  private static final int BODY_MAX = 256;
  private static final Problem REAL =
      Problem.of(HttpStatus.FORBIDDEN, "real-clock", "This network runs on the real time")
          .withDetail("its clock is moved only when it was started with --story-clock");

  private final ClockKeeper keeper;

  ClockController(ClockKeeper keeper) {
    this.keeper = keeper;
  }

  @Get
  @Produces(MediaType.APPLICATION_JSON)
  HttpResponse<String> now() {
    return HttpResponse.ok(json()).header("Cache-Control", "no-store");
  }

  @Post("/advance")
  @Produces(MediaType.APPLICATION_JSON)
  HttpResponse<String> advance(@Body String body, HttpRequest<?> request) {
    if (!keeper.isMovable()) {
      return REAL.response();
    }
    var header = request.getHeaders().get("Authorization");
    var presented = header == null ? "" : header;
    if (!Secret.copyOf(("Bearer " + keeper.token()).getBytes(StandardCharsets.UTF_8))
        .matches(presented.getBytes(StandardCharsets.UTF_8))) {
      throw ProblemException.unauthorized(
          "Bearer", "the call carries the token of the data folder's clock.token");
    }
    var seconds =
        Json.integer(
            Json.parseObject(body, BODY_MAX), "seconds", 0, ClockKeeper.STEP_MAX.toSeconds());
    keeper.advance(Duration.ofSeconds(seconds));
    return HttpResponse.ok(json());
  }

  private String json() {
    return Json.newObject()
        .put("time", keeper.clock().instant().toString())
        .put("aheadMillis", keeper.clock().ahead().toMillis())
        .put("movable", keeper.isMovable())
        .toString();
  }
}
