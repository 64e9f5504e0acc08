package dev.hansa.issuer.http;

import dev.hansa.identity.MalformedInput;
import dev.hansa.issuer.domain.Noticing;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The notification endpoint, [OpenID4VCI 1.0, section
/// 11](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html).
@Controller("/{tenant}/notification")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "wallet")
final class NotificationController {
  private final TenantDoor door;
  private final AccessDoor access;
  private final Noticing noticing;
  private final Outcomes outcomes;

  NotificationController(TenantDoor door, AccessDoor access, Noticing noticing, Outcomes outcomes) {
    this.door = door;
    this.access = access;
    this.noticing = noticing;
    this.outcomes = outcomes;
  }

  @Post
  @Consumes(MediaType.ALL)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "What the wallet did with what it got",
      description = "JSON: notification_id, event, event_description?. May be sent again.")
  @ApiResponse(responseCode = "204", description = "noted")
  @ApiResponse(
      responseCode = "400",
      description = "invalid_notification_id, invalid_notification_request")
  @ApiResponse(responseCode = "401", description = "no access token, or invalid_token")
  @ApiResponse(responseCode = "404", description = "unknown-issuer")
  HttpResponse<String> note(
      HttpRequest<?> request, @PathVariable String tenant, @Body @Nullable String body) {
    var issuer = door.find(tenant);
    return switch (access.look(request, issuer)) {
      case AccessDoor.Entry.Refused(var answer) -> answer;
      case AccessDoor.Entry.Token(var token) -> {
        if (!noticing.isKnown(issuer, token)) {
          yield AccessDoor.invalidToken();
        }
        MutableHttpResponse<String> answer;
        try {
          Answers.requireJson(request);
          var notification = Noticing.Notification.parse(Answers.orEmpty(body));
          var outcome = noticing.note(issuer, token, notification);
          outcomes.count("notifications", outcome);
          answer = answer(outcome);
        } catch (MalformedInput e) {
          answer =
              Answers.badRequest("invalid_notification_request", String.valueOf(e.getMessage()));
        }
        yield access.answer(issuer, token, answer);
      }
    };
  }

  private static MutableHttpResponse<String> answer(Noticing.Outcome outcome) {
    return switch (outcome) {
      case Noticing.Outcome.InvalidToken _ -> AccessDoor.invalidToken();
      case Noticing.Outcome.UnknownId _ ->
          Answers.badRequest(
              "invalid_notification_id", "the notification_id is the one that came with them");
      case Noticing.Outcome.Noted _ ->
          HttpResponse.<String>noContent().header("Cache-Control", "no-store");
    };
  }
}
