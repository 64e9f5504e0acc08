package dev.hansa.issuer.http;

import dev.hansa.credentials.StatusListToken;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.issuer.domain.StatusLists;
import dev.hansa.servicekit.Problem;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;

/// Status lists, [Token Status List, section
/// 8](https://datatracker.ietf.org/doc/html/draft-ietf-oauth-status-list-14#section-8).
@Controller("/{tenant}/status-lists")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "status")
final class StatusListController {
  private static final MediaType TOKEN = MediaType.of(StatusListToken.MEDIA_TYPE);
  private static final Set<String> ACCEPTED =
      Set.of(StatusListToken.MEDIA_TYPE, "application/*", "*/*");

  private final TenantDoor door;
  private final StatusLists lists;

  StatusListController(TenantDoor door, StatusLists lists) {
    this.door = door;
    this.lists = lists;
  }

  @Get("/{number}")
  @Produces(MediaType.ALL)
  @Operation(summary = "A status list token as it is now, or with ?time= as it was")
  @ApiResponse(responseCode = "200", description = "application/statuslist+jwt, with ETag")
  @ApiResponse(responseCode = "304", description = "it is the one that the caller has")
  @ApiResponse(responseCode = "404", description = "no such list, or not at that time")
  @ApiResponse(responseCode = "406", description = "another media type is wanted")
  @ApiResponse(responseCode = "400", description = "malformed-input: time")
  HttpResponse<String> list(
      HttpRequest<?> request, @PathVariable String tenant, @PathVariable String number) {
    var issuer = door.find(tenant);
    var accept = request.accept();
    if (!accept.isEmpty() && accept.stream().noneMatch(type -> ACCEPTED.contains(type.getName()))) {
      return Problem.of(HttpStatus.NOT_ACCEPTABLE).response();
    }
    var time = request.getParameters().getFirst("time");
    var then = time.map(StatusListController::instant);
    if (!number.matches("[1-9][0-9]{0,5}")) {
      return Problem.of(HttpStatus.NOT_FOUND).response();
    }
    int list = Integer.parseInt(number);
    var token =
        then.isPresent() ? lists.tokenAt(issuer, list, then.get()) : lists.token(issuer, list);
    if (token.isEmpty()) {
      return Problem.of(HttpStatus.NOT_FOUND).response();
    }
    var tag = "\"" + token.get().tag() + "\"";
    MutableHttpResponse<String> response =
        isKnown(request, tag)
            ? HttpResponse.status(HttpStatus.NOT_MODIFIED)
            : HttpResponse.ok(token.get().compact()).contentType(TOKEN);
    return response
        .header(HttpHeaders.ETAG, tag)
        // A revocation counts at once: a copy is asked about again after a second.
        // What was does not change.
        .header(
            HttpHeaders.CACHE_CONTROL,
            then.isPresent() ? "public, max-age=3600" : "public, max-age=1, must-revalidate")
        .header(HttpHeaders.VARY, "Accept")
        .header("Access-Control-Allow-Origin", "*");
  }

  private static Instant instant(String text) {
    if (!text.matches("[0-9]{1,11}")) {
      throw new MalformedInput("time is in seconds since 1970");
    }
    return Instant.ofEpochSecond(Long.parseLong(text));
  }

  private static boolean isKnown(HttpRequest<?> request, String tag) {
    return request.getHeaders().getAll(HttpHeaders.IF_NONE_MATCH).stream()
        .flatMap(header -> Arrays.stream(header.split(",")))
        .map(each -> each.strip().replaceFirst("^W/", ""))
        .anyMatch(each -> each.equals(tag) || each.equals("*"));
  }

  @Get
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "The addresses of all status lists of this issuer")
  @ApiResponse(responseCode = "200", description = "status_lists")
  @ApiResponse(responseCode = "404", description = "unknown-issuer")
  HttpResponse<String> all(@PathVariable String tenant) {
    var json = Json.newObject();
    var array = json.putArray("status_lists");
    lists.all(door.find(tenant)).forEach(uri -> array.add(uri.toString()));
    return HttpResponse.ok(json.toString())
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=10")
        .header("Access-Control-Allow-Origin", "*");
  }
}
