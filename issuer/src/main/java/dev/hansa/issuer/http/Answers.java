package dev.hansa.issuer.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.issuer.domain.Refusal;
import dev.hansa.servicekit.Problem;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers whose body is JSON text.
final class Answers {
  /// A parameter of a form: a client attestation or a list of authorization details is the longest.
  static final int FORM_VALUE_MAX = 8192;

  private Answers() {}

  /// The body of a request that may come without one.
  static String orEmpty(@Nullable String body) {
    return body == null ? "" : body;
  }

  /// Refuses a body of another type.
  static void requireJson(HttpRequest<?> request) {
    if (!request
        .getContentType()
        .map(type -> type.getName().equals(MediaType.APPLICATION_JSON))
        .orElse(false)) {
      throw new MalformedInput("the request is JSON: application/json");
    }
  }

  static void requireForm(HttpRequest<?> request) {
    if (!request
        .getContentType()
        .map(type -> type.getName().equals(MediaType.APPLICATION_FORM_URLENCODED))
        .orElse(false)) {
      throw new MalformedInput("the request is a form: application/x-www-form-urlencoded");
    }
  }

  /// For one caller, and for no cache.
  static MutableHttpResponse<String> json(HttpStatus status, ObjectNode body) {
    return HttpResponse.<String>status(status)
        .body(body.toString())
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header("Cache-Control", "no-store");
  }

  /// A problem that lists which rules said no.
  static MutableHttpResponse<String> reasons(
      HttpStatus status, String kind, String title, List<Refusal> reasons, Optional<String> type) {
    var body =
        Json.newObject()
            .put("type", "/problems/" + kind)
            .put("title", title)
            .put("status", status.getCode());
    var array = body.putArray("reasons");
    for (var reason : reasons) {
      var each = array.addObject().put("rule", reason.rule()).put("says", reason.says());
      type.ifPresent(vct -> each.put("credentialType", vct));
    }
    return HttpResponse.<String>status(status)
        .body(body.toString())
        .contentType(Problem.MEDIA_TYPE)
        .header("Cache-Control", "no-store");
  }

  /// The error body of OAuth and OpenID4VCI.
  static MutableHttpResponse<String> error(HttpStatus status, String error, String description) {
    return json(status, Json.newObject().put("error", error).put("error_description", description));
  }

  static MutableHttpResponse<String> badRequest(String error, String description) {
    return error(HttpStatus.BAD_REQUEST, error, description);
  }
}
