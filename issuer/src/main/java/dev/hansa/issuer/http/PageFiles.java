package dev.hansa.issuer.http;

import dev.hansa.servicekit.Problem;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/// The files that the pages load.
@Controller("/pages")
@Hidden
final class PageFiles {
  private static final Map<String, MediaType> TYPES =
      Map.of(
          "issue.css",
          MediaType.of("text/css;charset=utf-8"),
          "issue.js",
          MediaType.of("text/javascript;charset=utf-8"));

  @Get("/{file}")
  @Produces(MediaType.ALL)
  HttpResponse<?> file(@PathVariable String file) {
    var type = TYPES.get(file);
    if (type == null) {
      return Problem.of(HttpStatus.NOT_FOUND).response();
    }
    try (var stream = PageFiles.class.getResourceAsStream("/pages/" + file)) {
      var text = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
      return HttpResponse.ok(text)
          .contentType(type)
          .header("Cache-Control", "public, max-age=300")
          .header("X-Content-Type-Options", "nosniff");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
