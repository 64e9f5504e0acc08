package dev.hansa.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import javax.crypto.KeyAgreement;

/// A P-256 key pair that others encrypt to. It signs nothing.
public final class KeyAgreementKey {
  private final ObjectNode privateJwk;
  private final VerificationKey.P256 publicKey;
  private final PrivateKey privateKey;

  private KeyAgreementKey(ObjectNode privateJwk) {
    this.privateJwk = privateJwk;
    var open = privateJwk.deepCopy();
    open.remove("d");
    if (!(VerificationKey.fromJwk(open) instanceof VerificationKey.P256 key)) {
      throw new MalformedInput("a key that others encrypt to is on P-256");
    }
    this.publicKey = key;
    this.privateKey =
        Es256.privateKey(Bytes.fromBase64Url(Json.text(privateJwk, "d", 64)).toArray());
  }

  public static KeyAgreementKey generate(SecureRandom random) {
    return new KeyAgreementKey(PrivateKeys.newP256Jwk(random));
  }

  /// The key in a private JWK that was kept.
  public static KeyAgreementKey fromPrivateJwk(ObjectNode jwk) {
    return new KeyAgreementKey(jwk.deepCopy());
  }

  public VerificationKey.P256 publicKey() {
    return publicKey;
  }

  /// For whoever keeps the key, and nobody else.
  public ObjectNode toPrivateJwk() {
    return privateJwk.deepCopy();
  }

  /// The shared secret of ECDH; the other's key is a point of the curve, as every
  /// [VerificationKey.P256] is.
  byte[] agree(VerificationKey.P256 other) {
    try {
      var agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(privateKey);
      var _ = agreement.doPhase(other.toPublicKey(), true);
      return agreement.generateSecret();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has ECDH on P-256", e);
    }
  }

  @Override
  public String toString() {
    return "KeyAgreementKey[hidden]";
  }
}
