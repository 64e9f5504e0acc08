package dev.hansa.credentials;

import dev.hansa.identity.DidDocument;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.DidResolver;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.DidVersion;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey;
import dev.hansa.identity.VerificationRelationship;
import java.time.Instant;
import java.util.Optional;

/// Finds the key that a DID had under `assertionMethod` at a time.
final class IssuerKeys {
  private final DidResolver resolver;

  IssuerKeys(DidResolver resolver) {
    this.resolver = resolver;
  }

  /// A key, and the ledger height where that was proved (0 for DIDs without a ledger).
  record Found(VerificationKey key, long ledgerHeight) {}

  /// A DID that is deactivated has no keys any more, whatever the time: an `iat` can be written
  /// backwards.
  Optional<Found> find(DidUrl name, Instant at) {
    try {
      return resolver.resolve(name.did())
              instanceof DidResolution.Resolved(var document, var metadata)
          ? (changedAfter(metadata, at) ? findOld(name, at) : key(document, name, metadata))
          : Optional.empty();
    } catch (MalformedInput e) {
      return Optional.empty(); // A did:key or did:jwk that is no key.
    }
  }

  /// A key that this DID authenticates with now.
  Optional<VerificationKey> findHolder(DidUrl name) {
    try {
      return resolver.resolve(name.did()) instanceof DidResolution.Resolved(var document, _)
          ? document.key(name, VerificationRelationship.AUTHENTICATION)
          : Optional.empty();
    } catch (MalformedInput e) {
      return Optional.empty(); // A did:key or did:jwk that is no key.
    }
  }

  /// Only a document that changed since is looked up by time: the newest one is in the resolver's
  /// cache, and times are as many as credentials.
  private static boolean changedAfter(DidResolution.Metadata metadata, Instant at) {
    var since = metadata.updated() != null ? metadata.updated() : metadata.created();
    return since != null && since.isAfter(at);
  }

  private Optional<Found> findOld(DidUrl name, Instant at) {
    return resolver.resolve(name.did(), new DidVersion.At(at))
            instanceof DidResolution.Resolved(var document, var metadata)
        ? key(document, name, metadata)
        : Optional.empty();
  }

  private static Optional<Found> key(
      DidDocument document, DidUrl name, DidResolution.Metadata metadata) {
    return document
        .key(name, VerificationRelationship.ASSERTION_METHOD)
        .map(key -> new Found(key, metadata.ledgerHeight()));
  }
}
