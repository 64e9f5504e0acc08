package dev.hansa.issuer.http;

import dev.hansa.issuer.domain.Tenant;
import dev.hansa.servicekit.Html;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;

/// The frame of all pages: nothing is loaded from elsewhere, and the policy says so to the browser.
final class Page {
  private static final MediaType HTML = MediaType.of("text/html;charset=utf-8");

  private Page() {}

  /// `body` is HTML of our own. `formTo` is where a form's answer may lead, beside this service.
  static MutableHttpResponse<String> of(
      HttpStatus status, String title, String body, String formTo, boolean script) {
    return HttpResponse.<String>status(status)
        .body(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta"
                + " name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
                + Html.escape(title)
                + "</title>\n<link rel=\"stylesheet\" href=\"/pages/issue.css\">\n"
                + (script ? "<script src=\"/pages/issue.js\" defer></script>\n" : "")
                + "</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n"
                + "<main id=\"main\" tabindex=\"-1\">\n"
                + body
                + "\n</main>\n<footer><p>This page loads nothing from other sites.</p></footer>\n"
                + "</body>\n</html>\n")
        .contentType(HTML)
        .header(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src"
                + " 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
                + (formTo.isEmpty() ? "" : " " + formTo))
        // With no-referrer browsers send a form with `Origin: null`, which is refused.
        .header("Referrer-Policy", "same-origin")
        .header("X-Frame-Options", "DENY")
        .header("X-Content-Type-Options", "nosniff")
        .header("Cache-Control", "no-store");
  }

  static MutableHttpResponse<String> message(HttpStatus status, String title, String text) {
    return of(
        status,
        title,
        "<h1>" + Html.escape(title) + "</h1>\n<p>" + Html.escape(text) + "</p>",
        "",
        false);
  }

  /// The link of a page's button and picture as text, for a wallet that neither of them reaches.
  static String link(String uri) {
    return "<details>\n<summary>Copy the link instead</summary>\n<p>Copy this text and give it to"
        + " your wallet, also to one on the command line:</p>\n<textarea readonly rows=\"5\""
        + " aria-label=\"The link for your wallet\">"
        + Html.escape(uri)
        + "</textarea>\n</details>\n";
  }

  /// Who speaks on this page.
  static String issuer(Tenant tenant) {
    var logo =
        tenant
            .appearance()
            .logo()
            .map(each ->
                "<img src=\"/"
                    + tenant.name()
                    + "/logo\" alt=\""
                    + Html.escape(each.altText())
                    + "\">")
            .orElse("");
    return "<p class=\"issuer\">" + logo + Html.escape(tenant.displayName()) + "</p>\n";
  }
}
