package dev.hansa.issuer.domain;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The challenges that wallets sign. They say themselves until when they hold, so that asking for
/// one writes nothing; only those that were used are kept.
public final class Nonces {
  private static final int RANDOM_LENGTH = 16;
  private static final int BODY_LENGTH = Long.BYTES + RANDOM_LENGTH;
  private static final int MAC_LENGTH = 32;

  private final String label;
  private final IssuerSecret secret;
  private final SecureRandom random;
  private final Duration lifetime;

  public Nonces(IssuerSecret secret, SecureRandom random, Duration lifetime) {
    this("nonce", secret, random, lifetime);
  }

  /// Nonces of one label are none of another.
  Nonces(String label, IssuerSecret secret, SecureRandom random, Duration lifetime) {
    this.label = label;
    this.secret = secret;
    this.random = random;
    this.lifetime = lifetime;
  }

  /// A nonce of ours that holds still. Whether it was used, the store knows.
  public record Fresh(String mark, Instant expires) {}

  public String make(TenantName tenant, Instant now) {
    var body = ByteBuffer.allocate(BODY_LENGTH);
    body.putLong(now.plus(lifetime).getEpochSecond());
    var chance = new byte[RANDOM_LENGTH];
    random.nextBytes(chance);
    var bytes = body.put(chance).array();
    return Bytes.copyOf(
            ByteBuffer.allocate(BODY_LENGTH + MAC_LENGTH)
                .put(bytes)
                .put(mac(tenant, bytes).toArray())
                .array())
        .toBase64Url();
  }

  /// Looks at a nonce that came back: ours, this tenant's, and not stale.
  public Optional<Fresh> look(TenantName tenant, String nonce, Instant now) {
    Bytes presented;
    try {
      presented = Bytes.fromBase64Url(nonce);
    } catch (MalformedInput e) {
      return Optional.empty();
    }
    if (presented.length() != BODY_LENGTH + MAC_LENGTH) {
      return Optional.empty();
    }
    var buffer = ByteBuffer.wrap(presented.toArray());
    var body = new byte[BODY_LENGTH];
    buffer.get(body);
    var mac = new byte[MAC_LENGTH];
    buffer.get(mac);
    if (!mac(tenant, body).equalsInConstantTime(Bytes.copyOf(mac))) {
      return Optional.empty();
    }
    var expires = Instant.ofEpochSecond(ByteBuffer.wrap(body).getLong());
    return now.isBefore(expires)
        ? Optional.of(new Fresh(Bytes.copyOf(body).toBase64Url(), expires))
        : Optional.empty();
  }

  private Bytes mac(TenantName tenant, byte[] body) {
    return secret.mac(label, tenant + "\n" + Bytes.copyOf(body).toHex());
  }
}
