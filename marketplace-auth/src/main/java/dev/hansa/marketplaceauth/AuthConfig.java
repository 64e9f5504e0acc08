package dev.hansa.marketplaceauth;

import dev.hansa.identity.Did;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/// What marketplace-auth needs to know about itself and its peers.
public record AuthConfig(
    URI publicUrl,
    Set<Did> marketplaces,
    String marketplaceUrl,
    String verifierUrl,
    Duration sessionLifetime,
    int openLoginsMax) {
  public AuthConfig {
    marketplaces = Set.copyOf(marketplaces);
    require(
        "https".equals(publicUrl.getScheme()) || isLoopback(publicUrl),
        "hansa.public-url is https, or http on a literal loopback address");
    require(
        publicUrl.getRawPath().isEmpty()
            && publicUrl.getRawQuery() == null
            && publicUrl.getRawFragment() == null,
        "hansa.public-url has no path, no query and no fragment");
    require(!marketplaces.isEmpty(), "hansa.peers.marketplace is the DIDs of the marketplaces");
    require(
        sessionLifetime.compareTo(Duration.ofMinutes(5)) >= 0
            && sessionLifetime.compareTo(Duration.ofHours(24)) <= 0,
        "auth.session-lifetime is from PT5M to PT24H");
    require(openLoginsMax > 0, "auth.open-logins-max is above 0");
  }

  /// The issuer identifier.
  public String issuer() {
    return publicUrl.toString();
  }

  public URI at(String path) {
    return URI.create(publicUrl + path);
  }

  public boolean isSecure() {
    return "https".equals(publicUrl.getScheme());
  }

  /// `http` is for one machine: no name that could resolve to another.
  private static boolean isLoopback(URI uri) {
    return "http".equals(uri.getScheme())
        && ("127.0.0.1".equals(uri.getHost()) || "[::1]".equals(uri.getHost()));
  }

  private static void require(boolean works, String rule) {
    if (!works) {
      throw new IllegalArgumentException(rule);
    }
  }
}
