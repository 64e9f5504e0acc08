package dev.hansa.marketplaceauth.http;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.swagger.v3.oas.annotations.Hidden;

/// The pages' style and script.
@Controller("/pages")
@Hidden
final class PageFiles {
  @Get("/login.css")
  HttpResponse<String> style() {
    return file("login.css", MediaType.of("text/css;charset=utf-8"));
  }

  @Get("/login.js")
  HttpResponse<String> script() {
    return file("login.js", MediaType.of("text/javascript;charset=utf-8"));
  }

  private static HttpResponse<String> file(String name, MediaType type) {
    return HttpResponse.ok(Page.text(name))
        .contentType(type)
        .header("Cache-Control", "public, max-age=300");
  }
}
