package dev.hansa.verifier.http;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;

/// Answers whose body is JSON text already, and that no cache may keep.
final class Answers {
  private Answers() {}

  static HttpResponse<String> json(MutableHttpResponse<String> response) {
    return response
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header("Cache-Control", "no-store");
  }
}
