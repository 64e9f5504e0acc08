package dev.hansa.marketplaceauth.domain;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Vct;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/// A verified fact about a party: what a credential said, who said it, until when, and where to see
/// whether it is still so. The presentation itself is not kept. `agent` is who can show it.
public record Fact(
    String id,
    String party,
    String agent,
    Vct type,
    Did issuer,
    DidUrl keyName,
    Attested says,
    Bytes credentialHash,
    Bytes presentationHash,
    Instant issuedAt,
    Instant validUntil,
    Optional<StatusReference> status) {

  /// The credential's place in a status list.
  public record StatusReference(URI uri, long idx) {}

  public Attested.Participant participant() {
    return (Attested.Participant) says;
  }

  public Attested.Mandate mandate() {
    return (Attested.Mandate) says;
  }
}
