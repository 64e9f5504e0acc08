package dev.hansa.identity;

import org.bouncycastle.math.ec.rfc8032.Ed25519.PublicPoint;

/// Ed25519 by BouncyCastle's light-weight API, [RFC 8032](https://www.rfc-editor.org/rfc/rfc8032):
/// one implementation for every node, so that no odd signature is good for one and bad for another.
public final class Ed25519 {
  public static final int KEY_LENGTH = 32;
  public static final int SIGNATURE_LENGTH = 64;

  private Ed25519() {}

  public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    return publicKey.length == KEY_LENGTH
        && signature.length == SIGNATURE_LENGTH
        && org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
            signature, 0, publicKey, 0, message, 0, message.length);
  }

  /// True if the 32 bytes are the encoding of a point that may be a public key.
  public static boolean isPublicKey(byte[] publicKey) {
    return publicKey.length == KEY_LENGTH
        && org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyPartial(publicKey, 0);
  }

  /// The 32-byte public key of a 32-byte seed.
  public static byte[] publicKey(byte[] seed) {
    var key = new byte[KEY_LENGTH];
    org.bouncycastle.math.ec.rfc8032.Ed25519.generatePublicKey(seed, 0, key, 0);
    return key;
  }

  public static byte[] sign(byte[] seed, byte[] message) {
    var signature = new byte[SIGNATURE_LENGTH];
    org.bouncycastle.math.ec.rfc8032.Ed25519.sign(
        seed, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  /// A public key whose point was decompressed once; checks of one key's signatures are then
  /// cheaper.
  public static final class Point {
    private final PublicPoint point;

    private Point(PublicPoint point) {
      this.point = point;
    }

    public static Point of(byte[] publicKey) {
      var point =
          org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyPartialExport(publicKey, 0);
      if (point == null) {
        throw new IllegalArgumentException("these bytes are no Ed25519 public key");
      }
      return new Point(point);
    }

    public boolean verify(byte[] message, byte[] signature) {
      return signature.length == SIGNATURE_LENGTH
          && org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
              signature, 0, point, message, 0, message.length);
    }
  }
}
