package dev.hansa.marketplaceauth.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Vct;
import java.time.Instant;
import java.util.Optional;

/// A credential as the verifier says it was shown: all its checks passed. `claims` are the
/// disclosed ones.
public record Presented(
    String queryId,
    Vct type,
    Did issuer,
    DidUrl keyName,
    Optional<Did> subject,
    ObjectNode claims,
    Bytes holderThumbprint,
    Instant issuedAt,
    Instant expires,
    Bytes credentialHash,
    Bytes presentationHash,
    Optional<String> kbJwt,
    Optional<Fact.StatusReference> status) {

  /// The fact that it proves about a party.
  Fact asFact(String id, String party, Pseudonyms pseudonyms) {
    var says = Attested.read(type, claims, pseudonyms);
    var ends = says.endsBefore().filter(end -> end.isBefore(expires)).orElse(expires);
    return new Fact(
        id,
        party,
        pseudonyms.agent(party, holderThumbprint),
        type,
        issuer,
        keyName,
        says,
        credentialHash,
        presentationHash,
        issuedAt,
        ends,
        status);
  }
}
