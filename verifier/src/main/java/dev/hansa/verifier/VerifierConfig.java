package dev.hansa.verifier;

import dev.hansa.identity.Did;
import java.net.URI;
import java.time.Duration;

/// What the verifier needs to know about itself.
public record VerifierConfig(
    URI publicUrl,
    String network,
    Did operator,
    Duration requestLifetime,
    Duration resultLifetime,
    int openRequestsMax) {
  public VerifierConfig {
    require(
        "https".equals(publicUrl.getScheme()) || isLoopback(publicUrl),
        "hansa.public-url is https, or http on a literal loopback address");
    require(
        publicUrl.getRawQuery() == null
            && publicUrl.getRawFragment() == null
            && !publicUrl.toString().endsWith("/"),
        "hansa.public-url has no query, no fragment and no slash at its end");
    require(
        requestLifetime.compareTo(Duration.ofSeconds(10)) >= 0
            && requestLifetime.compareTo(Duration.ofHours(1)) <= 0,
        "verifier.request-lifetime is from PT10S to PT1H");
    require(
        resultLifetime.compareTo(Duration.ofSeconds(10)) >= 0
            && resultLifetime.compareTo(Duration.ofHours(24)) <= 0,
        "verifier.result-lifetime is from PT10S to PT24H");
    require(openRequestsMax > 0, "verifier.open-requests-max is above 0");
  }

  /// An address of this service.
  public URI at(String path) {
    return URI.create(publicUrl + path);
  }

  /// `http` is for one machine: no name that could resolve to another.
  public static boolean isLoopback(URI uri) {
    return "http".equals(uri.getScheme())
        && ("127.0.0.1".equals(uri.getHost()) || "[::1]".equals(uri.getHost()));
  }

  private static void require(boolean works, String rule) {
    if (!works) {
      throw new IllegalArgumentException(rule);
    }
  }
}
