package dev.hansa.issuer.http;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.DpopProofs;
import dev.hansa.identity.Jws;
import dev.hansa.issuer.IssuerConfig;
import dev.hansa.issuer.domain.DpopNonces;
import dev.hansa.issuer.domain.Tenant;
import dev.hansa.servicekit.UsedTokens;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/// Looks at DPoP proofs, [RFC 9449](https://www.rfc-editor.org/rfc/rfc9449): each has a nonce of
/// ours and counts once.
@Singleton
final class DpopDoor {
  static final String HEADER = "DPoP";
  static final String NONCE_HEADER = "DPoP-Nonce";

  private final URI publicUrl;
  private final DpopNonces nonces;
  private final UsedTokens used;
  private final Clock clock;

  DpopDoor(IssuerConfig config, DpopNonces nonces, UsedTokens used, Clock clock) {
    this.publicUrl = config.publicUrl();
    this.nonces = nonces;
    this.used = used;
    this.clock = clock;
  }

  sealed interface Shown {
    record Nothing() implements Shown {}

    /// `error` is a code of RFC 9449, section 12.
    record Refused(String error, String says) implements Shown {}

    record Key(Bytes thumbprint) implements Shown {}
  }

  /// What the call shows; `token` is the access token that comes with it.
  Shown look(HttpRequest<?> request, Tenant tenant, Optional<String> token) {
    var proofs = request.getHeaders().getAll(HEADER);
    if (proofs.isEmpty()) {
      return new Shown.Nothing();
    }
    if (proofs.size() > 1) {
      return invalid("a call has one DPoP proof");
    }
    var proof = proofs.getFirst();
    var target = URI.create(publicUrl + request.getUri().getRawPath());
    var now = clock.instant();
    return switch (DpopProofs.verify(proof, request.getMethodName(), target, token, now)) {
      case DpopProofs.Check.Refused(var rule) -> invalid(rule);
      case DpopProofs.Check.Accepted(var thumbprint, var jti, var expires) -> {
        var nonce =
            Jws.parse(proof, DpopProofs.LENGTH_MAX).unverifiedClaims().path("nonce").asText("");
        if (!nonces.isFresh(tenant.name(), nonce, now)) {
          yield new Shown.Refused(
              "use_dpop_nonce", "the proof has the nonce of the header DPoP-Nonce");
        }
        yield used.use("dpop:" + jti, expires)
            ? new Shown.Key(thumbprint)
            : invalid("the proof's jti is used once");
      }
    };
  }

  /// With a nonce for the next proof.
  MutableHttpResponse<String> withNonce(Tenant tenant, MutableHttpResponse<String> answer) {
    return answer.header(NONCE_HEADER, nonces.make(tenant.name(), clock.instant()));
  }

  private static Shown invalid(String says) {
    return new Shown.Refused("invalid_dpop_proof", says);
  }
}
