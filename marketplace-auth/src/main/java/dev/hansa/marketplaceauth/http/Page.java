package dev.hansa.marketplaceauth.http;

import dev.hansa.identity.Invariant;
import dev.hansa.servicekit.Html;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// HTML pages from templates: `{{name}}` is escaped, `{{{name}}}` is HTML of our own. Nothing is
/// loaded from elsewhere, and the policy says so to the browser.
final class Page {
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\{?)([a-zA-Z0-9]+)\\}?\\}\\}");
  private static final Map<String, String> TEXTS = new ConcurrentHashMap<>();
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
          + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
  static final MediaType HTML = MediaType.of("text/html;charset=utf-8");

  private Page() {}

  /// A whole page. `head` is HTML of our own.
  static MutableHttpResponse<String> of(
      HttpStatus status, String title, String head, String template, Map<String, String> values) {
    var body =
        fill(
            text("layout.html"),
            Map.of("title", title, "head", head, "body", fill(text(template), values)));
    return HttpResponse.<String>status(status)
        .body(body)
        .contentType(HTML)
        .header("Content-Security-Policy", POLICY)
        // With no-referrer browsers send a form with `Origin: null`, which is refused.
        .header("Referrer-Policy", "same-origin")
        .header("X-Frame-Options", "DENY")
        .header("Cache-Control", "no-store");
  }

  /// A page with one thing to say; `more` is HTML of our own.
  static MutableHttpResponse<String> message(
      HttpStatus status, String title, String text, String more) {
    return of(
        status, title, "", "message.html", Map.of("title", title, "text", text, "more", more));
  }

  static MutableHttpResponse<String> message(HttpStatus status, String title, String text) {
    return message(status, title, text, "");
  }

  static String text(String file) {
    return TEXTS.computeIfAbsent(
        file,
        name -> {
          try (var stream = Page.class.getResourceAsStream("/pages/" + name)) {
            return new String(
                Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static String fill(String template, Map<String, String> values) {
    return PLACE
        .matcher(template)
        .replaceAll(place -> {
          var value = values.get(place.group(2));
          Invariant.holds(value != null, "every place of a page has a value");
          var text = Objects.requireNonNull(value);
          return Matcher.quoteReplacement(place.group(1).isEmpty() ? Html.escape(text) : text);
        });
  }
}
