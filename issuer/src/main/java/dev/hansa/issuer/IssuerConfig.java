package dev.hansa.issuer;

import dev.hansa.issuer.domain.StatusIndex;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/// What an operator can set. Read once, at start; a value that cannot work stops the start.
public record IssuerConfig(
    URI publicUrl,
    Path tenants,
    Path secretFile,
    Duration offerLifetime,
    Duration tokenLifetime,
    Duration nonceLifetime,
    int statusListPlaces) {
  private static final Duration OFFER_LIFETIME_MAX = Duration.ofDays(30);
  private static final Duration SHORT_MAX = Duration.ofHours(1);

  public IssuerConfig {
    require(
        "https".equals(publicUrl.getScheme()) || isLoopback(publicUrl),
        "hansa.public-url is https, or http on a literal loopback address");
    // The well-known documents stand between host and path, so another path would be elsewhere.
    require(
        publicUrl.getHost() != null
            && publicUrl.getRawPath().isEmpty()
            && publicUrl.getRawQuery() == null
            && publicUrl.getRawFragment() == null,
        "hansa.public-url has a host and no path, no query, no fragment");
    require(
        isWithin(offerLifetime, OFFER_LIFETIME_MAX),
        "issuer.offer-lifetime is from PT10S to " + OFFER_LIFETIME_MAX);
    require(
        isWithin(tokenLifetime, SHORT_MAX), "issuer.token-lifetime is from PT10S to " + SHORT_MAX);
    require(
        isWithin(nonceLifetime, SHORT_MAX), "issuer.nonce-lifetime is from PT10S to " + SHORT_MAX);
    require(
        statusListPlaces >= StatusIndex.PLACES_MIN
            && statusListPlaces <= StatusIndex.PLACES_MAX
            && statusListPlaces % 8 == 0,
        "issuer.status-list-places is a multiple of 8 from "
            + StatusIndex.PLACES_MIN
            + " to "
            + StatusIndex.PLACES_MAX);
  }

  private static boolean isWithin(Duration lifetime, Duration max) {
    return lifetime.compareTo(Duration.ofSeconds(10)) >= 0 && lifetime.compareTo(max) <= 0;
  }

  private static boolean isLoopback(URI address) {
    return "http".equals(address.getScheme())
        && Set.of("127.0.0.1", "[::1]").contains(String.valueOf(address.getHost()));
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
