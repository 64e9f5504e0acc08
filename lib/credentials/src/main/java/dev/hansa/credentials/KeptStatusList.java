package dev.hansa.credentials;

import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Jws;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A status list that somebody kept with what rested on it: a Token Status List or a bitstring, to
/// be looked at again.
public final class KeptStatusList {
  private final List<Presented.IssuerProof> proofs;
  private final URI subject;
  private final Instant issuedAt;
  private final StatusDocument document;

  private KeptStatusList(
      List<Presented.IssuerProof> proofs, URI subject, Instant issuedAt, StatusDocument document) {
    this.proofs = proofs;
    this.subject = subject;
    this.issuedAt = issuedAt;
    this.document = document;
  }

  public static KeptStatusList parse(String text) {
    if (isToken(text)) {
      var token = StatusListToken.parse(text);
      return new KeptStatusList(
          List.of(new TokenProof(token)),
          token.subject(),
          token.issuedAt(),
          new TokenDocument(token));
    }
    var list = BitstringCredential.parse(text);
    return new KeptStatusList(
        list.proofs(), list.id(), list.validFrom(), new BitstringDocument(list));
  }

  private static boolean isToken(String text) {
    return !text.startsWith("{")
        && Jws.parse(text, StatusListToken.LENGTH_MAX).typ().equals(StatusListToken.TYPE);
  }

  record TokenProof(StatusListToken token) implements Presented.IssuerProof {
    @Override
    public Presented.KeyRef key() {
      return token.key();
    }

    @Override
    public boolean isSignedBy(VerificationKey key) {
      return token.isSignedBy(key);
    }
  }

  /// True if each of its signatures is by a key of this DID, which `keys` finds by its name.
  public boolean isSignedBy(Did issuer, Function<DidUrl, Optional<VerificationKey>> keys) {
    return proofs.stream()
        .allMatch(proof ->
            proof.key() instanceof Presented.KeyRef.Named(var name)
                && name.did().equals(issuer)
                && keys.apply(name).map(proof::isSignedBy).orElse(false));
  }

  /// True if it says this of that place; of a bitstring with one bit for each entry.
  public boolean says(Did issuer, long idx, int value) {
    var signedBy = new StatusLists.SignedBy(issuer, List.of());
    var places =
        List.of(
            new StatusPlace.TokenList(subject, idx),
            new StatusPlace.Bitstring(subject, idx, "revocation", 1),
            new StatusPlace.Bitstring(subject, idx, "suspension", 1),
            new StatusPlace.Bitstring(subject, idx, "message", 1),
            new StatusPlace.Bitstring(subject, idx, "refresh", 1));
    try {
      return places.stream()
          .anyMatch(place ->
              document.read(place, signedBy, issuedAt) instanceof StatusResult.Found(var found)
                  && found.value() == value);
    } catch (MalformedInput e) {
      return false;
    }
  }

  /// Where it is served.
  public URI subject() {
    return subject;
  }

  public Instant issuedAt() {
    return issuedAt;
  }

  public Optional<Instant> expires() {
    return document.expires();
  }

  public Duration ttl() {
    return document.ttl();
  }

  @Override
  public String toString() {
    return "KeptStatusList[" + subject + "]";
  }
}
