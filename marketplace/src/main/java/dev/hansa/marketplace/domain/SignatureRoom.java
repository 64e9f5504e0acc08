package dev.hansa.marketplace.domain;

import java.util.Optional;

/// Signatures that people gave with their wallets, kept by marketplace-auth. Every call may throw
/// `dev.hansa.servicekit.PeerUnavailable`.
public interface SignatureRoom {
  /// A verified signature of this identifier.
  Optional<Given> find(String signatureId);

  record Given(String id, String party, String agreementId, String termsHash, String kbJwtHash) {}
}
