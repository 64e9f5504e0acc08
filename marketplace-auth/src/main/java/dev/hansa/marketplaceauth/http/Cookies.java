package dev.hansa.marketplaceauth.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import java.util.Optional;

/// The cookie that binds a login to the browser which started it. Its path is the login's own, so
/// that logins do not get into each other's way and no other page sees it.
final class Cookies {
  static final String NAME = "hansa-login";
  private static final long SECONDS = 900;

  private Cookies() {}

  static String bind(String path, String secret, boolean secure) {
    return NAME
        + "="
        + secret
        + "; Path="
        + path
        + "; Max-Age="
        + SECONDS
        + "; HttpOnly; SameSite=Lax"
        + (secure ? "; Secure" : "");
  }

  static Optional<String> read(HttpRequest<?> request) {
    return request.getCookies().findCookie(NAME).map(Cookie::getValue);
  }
}
