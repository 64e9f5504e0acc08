package dev.hansa.credentials;

import dev.hansa.identity.Did;
import java.net.URI;
import java.time.Duration;

/// Status lists of credentials.
public interface StatusLists {
  /// The status at this place, from a list that was confirmed no longer than `ageMax` ago and is
  /// signed by a key of the credential's issuer. May throw [dev.hansa.identity.LedgerUnavailable].
  StatusResult find(URI uri, long idx, Did credentialIssuer, Duration ageMax);
}
