package dev.hansa.bench;

import dev.hansa.identity.Ed25519;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.VerificationKey;
import java.security.SecureRandom;
import java.time.Duration;

/// The signature checks that everything else ends in: one thread, 512-byte messages.
final class SignatureBench {
  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final Duration MEASURED = Duration.ofSeconds(3);

  private SignatureBench() {}

  static double ed25519Checks(SecureRandom random) throws Exception {
    var signer = PrivateKeys.fromJwk(PrivateKeys.newEd25519Jwk(random));
    var key = (VerificationKey.Ed25519Key) signer.publicKey();
    var point = Ed25519.Point.of(key.value().toArray());
    var message = new byte[512];
    var signature = signer.sign(message);
    return Rate.of(WARM_UP, MEASURED, () -> require(point.verify(message, signature)));
  }

  static double es256Checks(SecureRandom random) throws Exception {
    var signer = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(random));
    var message = new byte[512];
    var signature = signer.sign(message);
    return Rate.of(WARM_UP, MEASURED, () -> require(signer.publicKey().verify(message, signature)));
  }

  static void require(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("what is measured must also be right");
    }
  }
}
