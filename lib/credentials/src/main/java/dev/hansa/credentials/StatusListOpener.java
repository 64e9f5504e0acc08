package dev.hansa.credentials;

import dev.hansa.identity.MalformedInput;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The checks of a status list, [Token Status List -14, section
/// 8.3](https://datatracker.ietf.org/doc/html/draft-ietf-oauth-status-list-14#section-8.3) and
/// [Bitstring Status List 1.0, section
/// 3.2](https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm), however it came.
final class StatusListOpener {
  private final IssuerKeys keys;

  StatusListOpener(IssuerKeys keys) {
    this.keys = keys;
  }

  sealed interface Opened {
    record Refused(String says) implements Opened {}

    record Open(StatusDocument document) implements Opened {}
  }

  /// Checks what was served under the address of this place.
  Opened open(String text, StatusPlace place, Instant now) {
    try {
      return switch (place) {
        case StatusPlace.TokenList _ -> token(StatusListToken.parse(text), place.uri(), now);
        case StatusPlace.Bitstring _ ->
            bitstring(BitstringCredential.parse(text), place.uri(), now);
      };
    } catch (MalformedInput e) {
      return new Opened.Refused("A status list is well formed: " + e.getMessage() + ".");
    }
  }

  private Opened token(StatusListToken token, URI uri, Instant now) {
    if (!token.subject().equals(uri)) {
      return new Opened.Refused("A status list's sub is the address it is served under.");
    }
    var refusal = outOfTime(token.issuedAt(), token.expires(), now);
    if (refusal.isPresent()) {
      return new Opened.Refused(refusal.get());
    }
    return signed(
        List.of(new KeptStatusList.TokenProof(token)), token.issuedAt(), new TokenDocument(token));
  }

  private Opened bitstring(BitstringCredential list, URI uri, Instant now) {
    if (!list.id().equals(uri)) {
      return new Opened.Refused("A status list's id is the address it is served under.");
    }
    var refusal = outOfTime(list.validFrom(), list.validUntil(), now);
    return refusal.isPresent()
        ? new Opened.Refused(refusal.get())
        : signed(list.proofs(), list.validFrom(), new BitstringDocument(list));
  }

  private static Optional<String> outOfTime(Instant from, Optional<Instant> until, Instant now) {
    if (from.isAfter(now.plus(CredentialVerifier.SKEW))) {
      return Optional.of("A status list was not issued in the future.");
    }
    return until.map(end -> !end.isAfter(now)).orElse(false)
        ? Optional.of("A status list is used before it expires.")
        : Optional.empty();
  }

  private Opened signed(
      List<? extends Presented.IssuerProof> proofs, Instant at, StatusDocument document) {
    for (var proof : proofs) {
      var holds =
          switch (proof.key()) {
            case Presented.KeyRef.Named(var name) ->
                keys.find(name, at).map(found -> proof.isSignedBy(found.key())).orElse(false);
            // Whether the chain is believed depends on whose credential it is asked for.
            case Presented.KeyRef.Certified(var chain) -> proof.isSignedBy(chain.leafKey());
          };
      if (!holds) {
        return new Opened.Refused("A status list is signed by a key that its issuer had.");
      }
    }
    return new Opened.Open(document);
  }
}
