package dev.hansa.issuer.domain;

import java.time.Instant;
import java.util.Locale;

/// What a wallet says became of the credentials that it got, [OpenID4VCI 1.0, section
/// 11.1](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html).
public record Notice(Event event, Instant at) {
  public enum Event {
    CREDENTIAL_ACCEPTED,
    CREDENTIAL_FAILURE,
    CREDENTIAL_DELETED;

    /// As the wallet says it.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
