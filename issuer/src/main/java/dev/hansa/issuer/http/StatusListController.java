package dev.hansa.issuer.http;

import dev.hansa.credentials.StatusListToken;
import dev.hansa.identity.Json;
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
import java.util.Arrays;
import java.util.Optional;
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
  @Operation(summary = "A status list token as it is now")
  @ApiResponse(responseCode = "200", description = "application/statuslist+jwt, with ETag")
  @ApiResponse(responseCode = "304", description = "it is the one that the caller has")
  @ApiResponse(responseCode = "404", description = "no such list")
  @ApiResponse(responseCode = "406", description = "another media type is wanted")
  @ApiResponse(responseCode = "501", description = "?time=: past lists are not kept")
  HttpResponse<String> list(
      HttpRequest<?> request, @PathVariable String tenant, @PathVariable String number) {
    var issuer = door.find(tenant);
    if (request.getParameters().contains("time")) {
      return Problem.of(HttpStatus.NOT_IMPLEMENTED).response();
    }
    var accept = request.accept();
    if (!accept.isEmpty() && accept.stream().noneMatch(type -> ACCEPTED.contains(type.getName()))) {
      return Problem.of(HttpStatus.NOT_ACCEPTABLE).response();
    }
    var token =
        number.matches("[1-9][0-9]{0,5}")
            ? lists.token(issuer, Integer.parseInt(number))
            : Optional.<StatusLists.Token>empty();
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
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=1, must-revalidate")
        .header(HttpHeaders.VARY, "Accept")
        .header("Access-Control-Allow-Origin", "*");
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
