package dev.hansa.issuer.http;

import dev.hansa.issuer.domain.Issuance;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.servicekit.Html;
import dev.hansa.servicekit.QrSvg;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
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
                + Html.escape(tenant.displayName())
                + " gave you another way.</p>\n"
            : "";
    var login =
        offered.terms().holder().isPresent()
            ? "<p>You will be asked to show who you are, with a credential that you have.</p>\n"
            : "";
    return Page.of(
        HttpStatus.OK,
        "Credential offer",
        Page.issuer(tenant)
            + "<h1>"
            + Html.escape(tenant.displayName())
            + " has a credential for you</h1>\n<p>It is a digital proof that you keep in a wallet on"
            + " your own device and show when you choose to.</p>\n<p class=\"acts\"><a"
            + " class=\"button\" href=\""
            + Html.escape(uri)
            + "\">Open it in my wallet</a></p>\n"
            + "<figure>"
            + QrSvg.of(uri, "QR code of this offer")
            + "<figcaption>Is your wallet on another device? Scan this with it.</figcaption></figure>\n"
            + code
            + login
            + "<p>The offer is open until "
            + UNTIL.format(offered.terms().expires())
            + " and can be taken up once.</p>",
        "",
        false);
  }

  static HttpResponse<String> gone(HttpStatus status) {
    return Page.message(
        status,
        "This offer is not open",
        "It was taken up, its time is over, or the address is not whole. Ask whoever sent it to you"
            + " for a new one.");
  }
}
