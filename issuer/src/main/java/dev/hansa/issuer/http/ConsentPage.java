package dev.hansa.issuer.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.issuer.domain.Authorization;
import dev.hansa.issuer.domain.AuthorizationRequest;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.issuer.domain.TypeNames.TypeName;
import dev.hansa.servicekit.Html;
import dev.hansa.servicekit.QrSvg;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import java.net.URI;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;

/// The pages of the authorization code flow, in words.
final class ConsentPage {
  private static final String KEY = "You, by a key that your wallet keeps";

  private ConsentPage() {}

  /// Asks to show a credential. `base` is this authorization's own path.
  static MutableHttpResponse<String> ask(
      Tenant tenant,
      TypeName wanted,
      TypeName login,
      Authorization.Asking asking,
      String base,
      String progress) {
    var qr =
        tenant.policy().crossDevice()
            ? "<figure>"
                + QrSvg.of(
                    asking.link(), "QR code of this request; the same link stands below as text")
                + "<figcaption>Is that wallet on another device? Scan this with it.</figcaption>"
                + "</figure>\n"
            : "";
    return Page.of(
        HttpStatus.OK,
        "Show who you are to " + tenant.displayName(),
        Page.issuer(tenant)
            + "<h1>First show who you are</h1>\n<p>"
            + Html.escape(tenant.displayName())
            + " is asked for the credential “"
            + Html.escape(wanted.name())
            + "”. To find yours, it asks you to show your “"
            + Html.escape(login.name())
            + "”.</p>\n<ol class=\"steps\">\n<li>Your wallet tells you who asks, and for what."
            + " Agree only if you started this yourself.</li>\n<li>Come back to this page. It goes on"
            + " by itself, and asks you before anything is given.</li>\n</ol>\n"
            + "<p class=\"acts\"><a class=\"button\" href=\""
            + Html.escape(asking.link())
            + "\">Show it from my wallet</a>\n<a class=\"button other\" href=\""
            + Html.escape(base)
            + "\">I have shown it</a></p>\n"
            + qr
            + Page.link(asking.link())
            + "<p id=\"progress\" class=\"progress\" role=\"status\" aria-live=\"polite\""
            + " data-state=\""
            + Html.escape(base + "/state")
            + "\">"
            + Html.escape(progress)
            + "</p>",
        "",
        true);
  }

  /// Asks to log in, for whoever comes back from the provider without an answer.
  static MutableHttpResponse<String> logIn(
      Tenant tenant, TypeName wanted, String provider, String link) {
    return Page.of(
        HttpStatus.OK,
        "Log in for " + tenant.displayName(),
        Page.issuer(tenant)
            + "<h1>First log in</h1>\n<p>"
            + Html.escape(tenant.displayName())
            + " is asked for the credential “"
            + Html.escape(wanted.name())
            + "”. To find yours, it asks you to log in at <strong>"
            + Html.escape(provider)
            + "</strong>.</p>\n<ol class=\"steps\">\n<li>Log in there only if you started this"
            + " yourself. Your password goes to that site alone.</li>\n<li>You come back here, and"
            + " are asked before anything is given.</li>\n</ol>\n<p class=\"acts\"><a"
            + " class=\"button\" href=\""
            + Html.escape(link)
            + "\">Log in at "
            + Html.escape(provider)
            + "</a></p>",
        "",
        false);
  }

  /// The provider's answer is being looked at, for another request of the same browser.
  static MutableHttpResponse<String> answering(Tenant tenant, String base) {
    return Page.of(
        HttpStatus.OK,
        "One moment, from " + tenant.displayName(),
        Page.issuer(tenant)
            + "<h1>One moment</h1>\n<p>Your login is being looked at.</p>\n<p class=\"acts\"><a"
            + " class=\"button other\" href=\""
            + Html.escape(base)
            + "\">Go on</a></p>\n<p id=\"progress\" class=\"progress\" role=\"status\""
            + " aria-live=\"polite\" data-state=\""
            + Html.escape(base + "/state")
            + "\">This page goes on by itself.</p>",
        "",
        true);
  }

  /// Whoever is to say who the person is does not answer. `again` is where to try again, `back`
  /// tells the wallet.
  static MutableHttpResponse<String> unavailable(
      Tenant tenant, String says, String again, String back) {
    return Page.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            "Not just now, from " + tenant.displayName(),
            Page.issuer(tenant)
                + "<h1>This cannot go on just now</h1>\n<p>"
                + Html.escape(says)
                + "</p>\n<p class=\"acts\"><a class=\"button\" href=\""
                + Html.escape(again)
                + "\">Try again</a>\n<a class=\"button other\" href=\""
                + Html.escape(back)
                + "\">Back to my wallet</a></p>",
            "",
            false)
        .header("Retry-After", "10");
  }

  /// Nothing is given; the wallet is told by the address `back`.
  static MutableHttpResponse<String> refused(Tenant tenant, String sentence, String back) {
    return Page.of(
        HttpStatus.OK,
        "No credential for your wallet",
        Page.issuer(tenant)
            + "<h1>Your wallet gets no credential</h1>\n<p>"
            + Html.escape(sentence)
            + "</p>\n<p class=\"acts\"><a class=\"button\" href=\""
            + Html.escape(back)
            + "\">Back to my wallet</a></p>",
        "",
        false);
  }

  /// Asks whether the wallet shall have it.
  static MutableHttpResponse<String> consent(
      Tenant tenant,
      TypeName wanted,
      ObjectNode claims,
      AuthorizationRequest request,
      String base,
      String formKey) {
    var rows = new StringBuilder();
    for (var claim : claims.properties()) {
      rows.append("<div><dt>")
          .append(Html.escape(words(claim.getKey())))
          .append("</dt><dd>")
          .append(Html.escape(isKey(claim) ? KEY : value(claim.getValue())))
          .append("</dd></div>\n");
    }
    return Page.of(
        HttpStatus.OK,
        wanted.name() + ", from " + tenant.displayName(),
        Page.issuer(tenant)
            + "<h1>Shall your wallet have this credential?</h1>\n<p>"
            + Html.escape(tenant.displayName())
            + " will give “"
            + Html.escape(wanted.name())
            + "” to the wallet at <strong>"
            + Html.escape(place(request.redirectUri()))
            + "</strong>.</p>\n<p>"
            + Html.escape(wanted.description())
            + "</p>\n<p>Go on only if you started this yourself, in that wallet.</p>\n"
            + "<h2>What it says</h2>\n<dl>\n"
            + rows
            + "</dl>\n<form method=\"post\" action=\""
            + Html.escape(base + "/consent")
            + "\">\n<input type=\"hidden\" name=\"key\" value=\""
            + Html.escape(formKey)
            + "\">\n<p class=\"acts\"><button name=\"answer\" value=\"yes\">Give it to my"
            + " wallet</button>\n<button class=\"other\" name=\"answer\" value=\"no\">Do not"
            + " give it</button>"
            + "</p>\n</form>",
        formTarget(request.redirectUri()),
        false);
  }

  /// Where the wallet is, as a person can tell: a host, or the name of an app.
  private static String place(URI redirect) {
    return redirect.getHost() == null
        ? redirect.getScheme() + " (an app on this device)"
        : redirect.getRawAuthority();
  }

  /// Browsers hold a form's redirect to the policy too.
  private static String formTarget(URI redirect) {
    return redirect.getScheme().equals("https") || redirect.getScheme().equals("http")
        ? redirect.getScheme() + "://" + redirect.getRawAuthority()
        : redirect.getScheme() + ":";
  }

  /// A `did:jwk` is a key written out, and says no more to a person than that it is one.
  private static boolean isKey(Map.Entry<String, JsonNode> claim) {
    return claim.getKey().equals("sub") && claim.getValue().asText("").startsWith("did:jwk:");
  }

  /// `legalName` is read “Legal name”, `maxImportW` “Max import (W)”.
  private static String words(String name) {
    if (name.equals("sub")) {
      return "About";
    }
    var unit = name.endsWith("Wh") ? "Wh" : name.endsWith("W") ? "W" : "";
    var stem = name.substring(0, name.length() - unit.length());
    var spaced =
        stem.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT)
            + (unit.isEmpty() ? "" : " (" + unit + ")");
    return spaced.isEmpty()
        ? spaced
        : spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1);
  }

  private static String value(JsonNode value) {
    if (value.isObject()) {
      var parts = new ArrayList<String>();
      for (var each : value.properties()) {
        parts.add(words(each.getKey()) + ": " + value(each.getValue()));
      }
      return String.join("; ", parts);
    }
    if (value.isArray()) {
      var parts = new ArrayList<String>();
      value.forEach(each -> parts.add(value(each)));
      return String.join(", ", parts);
    }
    if (value.isBoolean()) {
      return value.booleanValue() ? "yes" : "no";
    }
    var text = value.asText();
    // A word of several parts, `LEGAL_ENTITY`; a code such as `SE` stays.
    return text.matches("[A-Z]+(_[A-Z]+)+")
        ? words(text.replace('_', ' ').toLowerCase(Locale.ROOT))
        : text;
  }
}
