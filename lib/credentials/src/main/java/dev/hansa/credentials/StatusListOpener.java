package dev.hansa.credentials;

import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.X509Chain;
import java.net.URI;
import java.time.Instant;

/// The checks of a status list token, [Token Status List -14, section
/// 8.3](https://datatracker.ietf.org/doc/html/draft-ietf-oauth-status-list-14#section-8.3), however
/// it came.
final class StatusListOpener {
  private final IssuerKeys keys;

  StatusListOpener(IssuerKeys keys) {
    this.keys = keys;
  }

  sealed interface Opened {
    record Refused(String says) implements Opened {}

    record Open(StatusListToken token) implements Opened {}
  }

  /// Checks what was served under this address.
  Opened open(String text, URI uri, Instant now) {
    StatusListToken token;
    try {
      token = StatusListToken.parse(text);
    } catch (MalformedInput e) {
      return new Opened.Refused("A status list is well formed: " + e.getMessage() + ".");
    }
    if (!token.subject().equals(uri)) {
      return new Opened.Refused("A status list's sub is the address it is served under.");
    }
    if (token.issuedAt().isAfter(now.plus(CredentialVerifier.SKEW))) {
      return new Opened.Refused("A status list was not issued in the future.");
    }
    if (token.expires().map(expires -> !expires.isAfter(now)).orElse(false)) {
      return new Opened.Refused("A status list is used before it expires.");
    }
    return switch (token.key()) {
      case Presented.KeyRef.Named(var name) -> {
        var key = keys.find(name, token.issuedAt());
        yield key.isPresent() && token.isSignedBy(key.get().key())
            ? new Opened.Open(token)
            : new Opened.Refused("A status list is signed by a key that its issuer's DID had.");
      }
      // Whether the chain is believed depends on whose credential it is asked for.
      case Presented.KeyRef.Certified(var chain) ->
          token.isSignedBy(chain.leafKey())
              ? new Opened.Open(token)
              : new Opened.Refused("A status list is signed by the key of its leaf certificate.");
    };
  }

  /// What an opened list says of a credential.
  static StatusResult read(
      StatusListToken token, long idx, StatusLists.SignedBy issuer, Instant checkedAt) {
    if (!isOf(token, issuer)) {
      return new StatusResult.Invalid("A status list is signed by the credential's issuer.");
    }
    if (idx < 0 || idx >= token.list().size()) {
      return new StatusResult.Invalid("A status index lies inside its list.");
    }
    return new StatusResult.Found(StatusEvidence.of(token, idx, checkedAt));
  }

  private static boolean isOf(StatusListToken token, StatusLists.SignedBy issuer) {
    return switch (token.key()) {
      case Presented.KeyRef.Named(var name) -> name.did().equals(issuer.issuer());
      case Presented.KeyRef.Certified(var chain) ->
          chain.uris().contains(issuer.issuer().toString())
              && chain.refusal(X509Chain.anchors(issuer.anchors()), token.issuedAt()).isEmpty();
    };
  }
}
