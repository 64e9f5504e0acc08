package dev.hansa.issuer.http;

import dev.hansa.issuer.domain.Issuance;
import dev.hansa.issuer.domain.Tenant;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// What a person sees who opens an offer's address in a browser. Opening it takes nothing up.
final class OfferPage {
  private static final DateTimeFormatter UNTIL =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.UK).withZone(ZoneOffset.UTC);

  private OfferPage() {}

  static HttpResponse<String> of(Tenant tenant, Issuance.Offered offered, String uri) {
    var code =
        offered.terms().txCode()
            ? "<p>Your wallet will ask for the code that "
                + escape(tenant.displayName())
                + " gave you another way.</p>"
            : "";
    return page(
        HttpStatus.OK,
        "<h1>"
            + escape(tenant.displayName())
            + " has a credential for you</h1><p>It is a digital proof that you keep in a wallet on"
            + " your own device and show when you choose to.</p><p><a href=\""
            + escape(uri)
            + "\">Open it in my wallet</a></p>"
            + code
            + "<p>The offer is open until "
            + UNTIL.format(offered.terms().expires())
            + " and can be taken up once.</p>");
  }

  static HttpResponse<String> gone(HttpStatus status) {
    return page(
        status,
        "<h1>This offer is not open</h1><p>It was taken up, its time is over, or the address is"
            + " not whole. Ask whoever sent it to you for a new one.</p>");
  }

  private static HttpResponse<String> page(HttpStatus status, String body) {
    return HttpResponse.<String>status(status)
        .body(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
                + " content=\"width=device-width\"><title>Credential offer</title></head><body><main>"
                + body
                + "</main></body></html>")
        .contentType(MediaType.TEXT_HTML_TYPE)
        .header("Cache-Control", "no-store")
        .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .header("Referrer-Policy", "no-referrer");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
