package dev.hansa.issuer.http;

import dev.hansa.issuer.IssuerConfig;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import jakarta.inject.Singleton;
import java.util.Optional;

/// The cookie that binds an authorization to the browser which began it. Its path is the
/// authorization's own, so that no other page sees it.
@Singleton
final class BrowserCookie {
  static final String NAME = "hansa-issue";

  private static final long SECONDS = 900;
  private static final int LENGTH_MAX = 128;

  private final boolean secure;

  BrowserCookie(IssuerConfig config) {
    this.secure = "https".equals(config.publicUrl().getScheme());
  }

  String bind(String path, String value) {
    return NAME
        + "="
        + value
        + "; Path="
        + path
        + "; Max-Age="
        + SECONDS
        + "; HttpOnly; SameSite=Lax"
        + (secure ? "; Secure" : "");
  }

  static Optional<String> read(HttpRequest<?> request) {
    return request
        .getCookies()
        .findCookie(NAME)
        .map(Cookie::getValue)
        .filter(value -> value.length() <= LENGTH_MAX);
  }
}
