package dev.hansa.marketplaceauth.http;

import dev.hansa.identity.DpopProofs;
import dev.hansa.marketplaceauth.AuthConfig;
import dev.hansa.servicekit.UsedTokens;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/// The DPoP proof of a call to an endpoint that gives out tokens (RFC 9449, section 5).
@Singleton
final class Proofs {
  private final AuthConfig config;
  private final UsedTokens usedTokens;
  private final Clock clock;

  Proofs(AuthConfig config, UsedTokens usedTokens, Clock clock) {
    this.config = config;
    this.usedTokens = usedTokens;
    this.clock = clock;
  }

  sealed interface Read {
    record None() implements Read {}

    record Refused(String rule) implements Read {}

    record Proved(String thumbprint) implements Read {}
  }

  Read read(HttpRequest<?> request, String path) {
    var headers = request.getHeaders().getAll("DPoP");
    if (headers.isEmpty()) {
      return new Read.None();
    }
    if (headers.size() > 1) {
      return new Read.Refused("there is one DPoP header");
    }
    var check =
        DpopProofs.verify(
            headers.getFirst(),
            request.getMethodName(),
            config.at(path),
            Optional.empty(),
            clock.instant());
    return switch (check) {
      case DpopProofs.Check.Refused(var rule) -> new Read.Refused(rule);
      case DpopProofs.Check.Accepted(var thumbprint, var jti, var expires) ->
          usedTokens.use("dpop:" + jti, expires)
              ? new Read.Proved(thumbprint.toBase64Url())
              : new Read.Refused("the proof's jti is used once");
    };
  }
}
