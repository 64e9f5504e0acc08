package dev.hansa.servicekit;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Locale;

/// `/`: for a person who opens a service's address. It says which service this is and where its
/// interface is described. The start page of a house of several services has a page of its own.
@Controller
@Requires(property = "hansa.service")
@Requires(property = "hansa.service", notEquals = "start-page")
final class HomeController {
  private final String page;

  HomeController(@Value("${hansa.service}") String service) {
    this.page =
        String.format(
            Locale.ROOT,
            """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Hansa: %1$s</title>
            <style>:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}</style>
            <h1>%1$s</h1>
            <p>A service of Hansa: identity and trust for markets without a middleman. Programs talk to it; there is nothing to click here.</p>
            <ul>
            <li><a href="/swagger/%1$s-0.1.yml">What it answers (OpenAPI)</a>
            <li><a href="/health">Whether it is well</a>
            </ul>
            </html>
            """,
            service);
  }

  @Get("/")
  @Produces(MediaType.TEXT_HTML)
  @Hidden
  HttpResponse<String> home() {
    return HttpResponse.ok(page)
        .header(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'");
  }
}
