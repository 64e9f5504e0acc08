package dev.hansa.credentials;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// Status lists of credentials.
public interface StatusLists {
  /// Who signs the list: the credential's issuer, with a key of its DID or with the leaf of a chain
  /// that ends in one of these anchors (DER).
  record SignedBy(Did issuer, List<Bytes> anchors) {
    public SignedBy {
      anchors = List.copyOf(anchors);
    }
  }

  /// The status at this place, from a list that was confirmed no longer than `ageMax` ago and is
  /// signed by the credential's issuer. May throw [dev.hansa.identity.LedgerUnavailable].
  StatusResult find(StatusPlace place, SignedBy issuer, Duration ageMax);

  /// The status at a place of a Token Status List.
  default StatusResult find(URI uri, long idx, Did credentialIssuer, Duration ageMax) {
    return find(
        new StatusPlace.TokenList(uri, idx), new SignedBy(credentialIssuer, List.of()), ageMax);
  }
}
