package dev.hansa.credentials;

import dev.hansa.identity.X509Chain;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A Token Status List.
record TokenDocument(StatusListToken token) implements StatusDocument {
  @Override
  public Optional<Instant> expires() {
    return token.expires();
  }

  @Override
  public Duration ttl() {
    return token.ttl();
  }

  @Override
  public StatusResult read(StatusPlace place, StatusLists.SignedBy issuer, Instant checkedAt) {
    if (!(place instanceof StatusPlace.TokenList)) {
      return new StatusResult.Invalid("A statusListCredential is a Bitstring Status List.");
    }
    if (!isOf(issuer)) {
      return new StatusResult.Invalid("A status list is signed by the credential's issuer.");
    }
    if (place.idx() < 0 || place.idx() >= token.list().size()) {
      return new StatusResult.Invalid("A status index lies inside its list.");
    }
    return new StatusResult.Found(StatusEvidence.of(token, place.idx(), checkedAt));
  }

  private boolean isOf(StatusLists.SignedBy issuer) {
    return switch (token.key()) {
      case Presented.KeyRef.Named(var name) -> name.did().equals(issuer.issuer());
      case Presented.KeyRef.Certified(var chain) ->
          chain.uris().contains(issuer.issuer().toString())
              && chain.refusal(X509Chain.anchors(issuer.anchors()), token.issuedAt()).isEmpty();
    };
  }
}
