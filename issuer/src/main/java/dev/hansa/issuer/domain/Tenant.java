package dev.hansa.issuer.domain;

import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Signer;
import java.net.URI;
import java.util.Optional;

/// One issuer in this service. `identifier` is its credential issuer identifier, [OpenID4VCI 1.0,
/// section 12.2.1](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html).
public record Tenant(
    TenantName name,
    Did did,
    String displayName,
    Signer assertion,
    Optional<Signer> authentication,
    URI identifier,
    Appearance appearance,
    IssuerPolicy policy) {
  public static final int DISPLAY_NAME_MAX = 200;

  /// The name of the key that signs credentials and status lists.
  public DidUrl assertionName() {
    return new DidUrl(did, "assert");
  }

  /// An address below the identifier; `path` starts with a slash.
  public URI at(String path) {
    return URI.create(identifier + path);
  }

  public URI statusList(int number) {
    return at("/status-lists/" + number);
  }
}
