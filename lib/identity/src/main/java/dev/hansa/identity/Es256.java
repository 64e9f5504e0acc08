package dev.hansa.identity;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import org.jspecify.annotations.Nullable;

/// ECDSA on P-256 with SHA-256, signatures as `R || S` of 64 bytes, [RFC 7518, section
/// 3.4](https://www.rfc-editor.org/rfc/rfc7518#section-3.4). Amazon's provider where its native
/// code loads (about nine times faster), the JDK's elsewhere.
final class Es256 {
  static final int COORDINATE_LENGTH = 32;
  static final int SIGNATURE_LENGTH = 64;

  private static final @Nullable Provider FAST = fastProvider();
  private static final ECParameterSpec P256 = p256();
  private static final BigInteger PRIME =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

  private Es256() {}

  static boolean isNative() {
    return FAST != null;
  }

  static PublicKey publicKey(byte[] x, byte[] y) {
    var px = new BigInteger(1, x);
    var py = new BigInteger(1, y);
    var curve = P256.getCurve();
    boolean onCurve =
        x.length == COORDINATE_LENGTH
            && y.length == COORDINATE_LENGTH
            && px.compareTo(PRIME) < 0
            && py.compareTo(PRIME) < 0
            && py.multiply(py)
                    .subtract(px.pow(3))
                    .subtract(curve.getA().multiply(px))
                    .subtract(curve.getB())
                    .mod(PRIME)
                    .signum()
                == 0;
    if (!onCurve) {
      throw new IllegalArgumentException("the coordinates are a point of P-256, 32 bytes each");
    }
    try {
      return keyFactory().generatePublic(new ECPublicKeySpec(new ECPoint(px, py), P256));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  static PrivateKey privateKey(byte[] d) {
    try {
      return keyFactory().generatePrivate(new ECPrivateKeySpec(new BigInteger(1, d), P256));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  /// A new key as `x, y, d`, 32 bytes each.
  static byte[][] generate(SecureRandom random) {
    try {
      var generator =
          FAST == null
              ? KeyPairGenerator.getInstance("EC")
              : KeyPairGenerator.getInstance("EC", FAST);
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      var pair = generator.generateKeyPair();
      var point = ((ECPublicKey) pair.getPublic()).getW();
      var d = ((ECPrivateKey) pair.getPrivate()).getS();
      return new byte[][] {
        fixed(point.getAffineX()), fixed(point.getAffineY()), fixed(d),
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  static byte[] sign(PrivateKey key, byte[] message) {
    try {
      var signature = signature();
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a P-256 key signs", e);
    }
  }

  static boolean verify(PublicKey key, byte[] message, byte[] presented) {
    if (presented.length != SIGNATURE_LENGTH) {
      return false;
    }
    try {
      var signature = signature();
      signature.initVerify(key);
      signature.update(message);
      return signature.verify(presented);
    } catch (SignatureException e) {
      return false; // R or S out of range.
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a P-256 key verifies", e);
    }
  }

  private static byte[] fixed(BigInteger value) {
    var out = new byte[COORDINATE_LENGTH];
    var bytes = value.toByteArray();
    int length = Math.min(bytes.length, COORDINATE_LENGTH);
    System.arraycopy(bytes, bytes.length - length, out, COORDINATE_LENGTH - length, length);
    return out;
  }

  private static KeyFactory keyFactory() throws GeneralSecurityException {
    return FAST == null ? KeyFactory.getInstance("EC") : KeyFactory.getInstance("EC", FAST);
  }

  private static Signature signature() throws GeneralSecurityException {
    var name = "SHA256withECDSAinP1363Format";
    return FAST == null ? Signature.getInstance(name) : Signature.getInstance(name, FAST);
  }

  private static @Nullable Provider fastProvider() {
    try {
      var provider = AmazonCorrettoCryptoProvider.INSTANCE;
      return provider.getLoadingError() == null ? provider : null;
    } catch (LinkageError e) {
      return null; // Not this machine's kind: the JDK's own provider then.
    }
  }

  private static ECParameterSpec p256() {
    try {
      var parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }
}
