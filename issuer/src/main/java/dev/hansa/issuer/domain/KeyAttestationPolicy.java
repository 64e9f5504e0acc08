package dev.hansa.issuer.domain;

import dev.hansa.identity.VerificationKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/// Whether an issuer wants to know how a holder's key is kept, and whom it believes that. Of
/// `keyStorage` and `userAuthentication` ([OpenID4VCI 1.0, appendix
/// D.2](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html)) one value of
/// each suffices; an empty one asks nothing.
public record KeyAttestationPolicy(
    boolean required,
    Set<X509Certificate> anchors,
    List<VerificationKey> providers,
    Set<String> keyStorage,
    Set<String> userAuthentication) {
  public static final KeyAttestationPolicy NONE =
      new KeyAttestationPolicy(false, Set.of(), List.of(), Set.of(), Set.of());

  public KeyAttestationPolicy {
    anchors = Set.copyOf(anchors);
    providers = List.copyOf(providers);
    keyStorage = Set.copyOf(keyStorage);
    userAuthentication = Set.copyOf(userAuthentication);
  }

  /// Whether it believes anybody's attestation at all.
  public boolean isOpen() {
    return !anchors.isEmpty() || !providers.isEmpty();
  }
}
