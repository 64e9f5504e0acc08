package dev.hansa.issuer.domain;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.KeyAgreementKey;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The keys to which wallets encrypt their requests, [OpenID4VCI 1.0, section
/// 10](https://openid.net/specs/openid-4-verifiable-credential-issuance-1_0.html). One a tenant,
/// made when first asked for, and the same in all instances.
public final class EncryptionKeys {
  private final Store store;
  private final IssuerSecret secret;
  private final SecureRandom random;
  // Never changes once it is there.
  private final Map<TenantName, KeyAgreementKey> known = new ConcurrentHashMap<>();

  public EncryptionKeys(Store store, IssuerSecret secret, SecureRandom random) {
    this.store = store;
    this.secret = secret;
    this.random = random;
  }

  /// Where the sealed keys are.
  public interface Store {
    /// The key of this tenant: the one that is there, or else this one, kept from now on.
    Bytes keepFirst(TenantName tenant, Bytes sealed);
  }

  public KeyAgreementKey of(TenantName tenant) {
    return known.computeIfAbsent(tenant, this::load);
  }

  private KeyAgreementKey load(TenantName tenant) {
    var place = "encryption key of " + tenant;
    var fresh = KeyAgreementKey.generate(random).toPrivateJwk().toString();
    var kept = store.keepFirst(tenant, secret.seal(place, "", fresh));
    return secret
        .open(place, "", kept)
        .map(Json::parseObject)
        .map(KeyAgreementKey::fromPrivateJwk)
        .orElseThrow(() -> new IllegalStateException("the key was sealed with another secret"));
  }
}
