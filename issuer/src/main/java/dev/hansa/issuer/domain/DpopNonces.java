package dev.hansa.issuer.domain;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/// The nonces of DPoP proofs, [RFC 9449, section
/// 8](https://www.rfc-editor.org/rfc/rfc9449#section-8). One may be used until it is stale; what
/// counts once is the proof, by its `jti`.
public final class DpopNonces {
  private static final Duration LIFETIME = Duration.ofMinutes(5);

  private final Nonces nonces;

  public DpopNonces(IssuerSecret secret, SecureRandom random) {
    this.nonces = new Nonces("dpop nonce", secret, random, LIFETIME);
  }

  public String make(TenantName tenant, Instant now) {
    return nonces.make(tenant, now);
  }

  public boolean isFresh(TenantName tenant, String nonce, Instant now) {
    return nonces.look(tenant, nonce, now).isPresent();
  }
}
