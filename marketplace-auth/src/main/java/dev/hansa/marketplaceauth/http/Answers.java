package dev.hansa.marketplaceauth.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;

/// JSON answers; none of them is for a cache.
final class Answers {
  private Answers() {}

  static MutableHttpResponse<String> json(HttpStatus status, ObjectNode body) {
    return HttpResponse.<String>status(status)
        .body(body.toString())
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header("Cache-Control", "no-store");
  }

  static MutableHttpResponse<String> ok(ObjectNode body) {
    return json(HttpStatus.OK, body);
  }

  /// An error of OAuth 2.0 (RFC 6749, section 5.2).
  static MutableHttpResponse<String> oauth(HttpStatus status, String error, String description) {
    return json(status, Json.newObject().put("error", error).put("error_description", description));
  }

  static MutableHttpResponse<String> oauth(String error, String description) {
    return oauth(HttpStatus.BAD_REQUEST, error, description);
  }
}
