package dev.hansa.issuer.domain;

import dev.hansa.identity.Bytes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/// The challenges of client attestations' proofs, [draft 07, section
/// 8](https://datatracker.ietf.org/doc/html/draft-ietf-oauth-attestation-based-client-auth-07#section-8).
/// One may be used until it is stale; what counts once is the proof, by its `jti`.
public final class AttestationChallenges {
  private static final Duration LIFETIME = Duration.ofMinutes(5);

  private final Nonces nonces;

  public AttestationChallenges(IssuerSecret secret, SecureRandom random) {
    this.nonces = new Nonces("attestation challenge", secret, random, LIFETIME);
  }

  public String make(TenantName tenant, Instant now) {
    return nonces.make(tenant, now);
  }

  public boolean isFresh(TenantName tenant, String challenge, Instant now) {
    return nonces.look(tenant, challenge, now).isPresent();
  }

  /// A short name of a text of any length.
  public static String mark(String text) {
    return Bytes.utf8(text).sha256().toBase64Url();
  }
}
