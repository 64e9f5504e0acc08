package dev.hansa.issuer.http;

import dev.hansa.issuer.domain.Issuance;
import dev.hansa.issuer.domain.ProviderPolicy;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.issuer.domain.TypeNames.TypeName;
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

  static HttpResponse<String> of(
      Tenant tenant, TypeName type, Issuance.Offered offered, String uri) {
    var code =
        offered.terms().txCode()
            ? "<li>Your wallet asks for a code. "
                + Html.escape(tenant.displayName())
                + " gave it to you another way, or will.</li>\n"
            : "";
    var login =
        offered.terms().holder().isPresent() ? "<li>" + asked(tenant, offered) + "</li>\n" : "";
    return Page.of(
        HttpStatus.OK,
        type.name() + ", from " + tenant.displayName(),
        Page.issuer(tenant)
            + "<h1>"
            + Html.escape(tenant.displayName())
            + " has a credential for you</h1>\n<p>It is your <strong>“"
            + Html.escape(type.name())
            + "”</strong>. "
            + Html.escape(type.description())
            + " You keep it in a wallet, an app on your own device, and show it only when you"
            + " choose to.</p>\n<ol class=\"steps\">\n<li>Open it in your wallet, by the button or"
            + " the picture.</li>\n"
            + code
            + login
            + "<li>Read there what it says, and take it.</li>\n</ol>\n<p class=\"acts\"><a"
            + " class=\"button\" href=\""
            + Html.escape(uri)
            + "\">Open it in my wallet</a></p>\n"
            + "<figure>"
            + QrSvg.of(uri, "QR code of this offer; the same link stands below as text")
            + "<figcaption>Is your wallet on another device? Scan this with it.</figcaption></figure>\n"
            + Page.link(uri)
            + "<details>\n<summary>I have no wallet, or nothing happens</summary>\n<p>Any wallet app"
            + " that takes OpenID4VCI offers will do. Install one, then open this page again: looking"
            + " at it takes nothing up. If the app is there and the button does nothing, scan the"
            + " picture from within the app, or paste the link into it.</p>\n</details>\n"
            + "<p>The offer is open until "
            + UNTIL.format(offered.terms().expires())
            + " and can be taken up once.</p>",
        "",
        false);
  }

  private static String asked(Tenant tenant, Issuance.Offered offered) {
    return switch (tenant.policy().loginWay(offered.about().vct())) {
      case CREDENTIAL ->
          "You are asked to show who you are, with a credential that your wallet has.";
      case PROVIDER ->
          "You are asked to log in at "
              + Html.escape(
                  tenant.policy().loginAt().map(ProviderPolicy::name).orElse("your provider"))
              + ".";
    };
  }

  static HttpResponse<String> gone(HttpStatus status) {
    return Page.message(
        status,
        "This offer is not open",
        "It was taken up, its time is over, or the address is not whole. If the credential is not in"
            + " your wallet, ask whoever sent you the offer for a new one.");
  }

  static HttpResponse<String> locked(Tenant tenant) {
    return Page.message(
        HttpStatus.GONE,
        "This offer is locked",
        "A wrong code was typed too often. Ask "
            + tenant.displayName()
            + " to unlock it, and for the right code; then open this page again.");
  }
}
