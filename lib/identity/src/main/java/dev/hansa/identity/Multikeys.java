package dev.hansa.identity;

import java.math.BigInteger;
import java.util.Arrays;

/// Multicodec prefixes and point compression of Multikeys.
final class Multikeys {
  static final int ED25519 = 0xed;
  static final int X25519 = 0xec;
  private static final int P256 = 0x1200;

  private static final BigInteger P =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
  private static final BigInteger B =
      new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);

  private Multikeys() {}

  static String write(int codec, Bytes key) {
    return "z" + Base58.encode(concat(new byte[] {(byte) codec, 0x01}, key.toArray()));
  }

  static String writeP256(VerificationKey.P256 key) {
    var y = key.y().toArray();
    var prefix = new byte[] {(byte) 0x80, 0x24, (byte) (2 + (y[y.length - 1] & 1))};
    return "z" + Base58.encode(concat(prefix, key.x().toArray()));
  }

  static VerificationKey read(byte[] bytes) {
    if (bytes.length == 34 && bytes[1] == 0x01) {
      var key = Bytes.copyOf(Arrays.copyOfRange(bytes, 2, 34));
      int codec = bytes[0] & 0xff;
      if (codec == ED25519) {
        return MalformedInput.unless(() -> new VerificationKey.Ed25519Key(key));
      }
      if (codec == X25519) {
        return MalformedInput.unless(() -> new VerificationKey.X25519Key(key));
      }
    }
    if (bytes.length == 35
        && (bytes[0] & 0xff) == 0x80
        && bytes[1] == P256 >> 7
        && (bytes[2] == 2 || bytes[2] == 3)) {
      return decompress(Arrays.copyOfRange(bytes, 3, 35), bytes[2] == 3);
    }
    throw new MalformedInput("a Multikey is an Ed25519, X25519 or compressed P-256 key");
  }

  private static VerificationKey decompress(byte[] xBytes, boolean odd) {
    var x = new BigInteger(1, xBytes);
    var square = x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).add(B).mod(P);
    // The prime is 3 mod 4, so this power is a root where there is one.
    var y = square.modPow(P.add(BigInteger.ONE).shiftRight(2), P);
    if (y.testBit(0) != odd) {
      y = P.subtract(y);
    }
    var bytes = y.toByteArray();
    var fixed = new byte[32];
    int length = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
    return MalformedInput.unless(
        () -> new VerificationKey.P256(Bytes.copyOf(xBytes), Bytes.copyOf(fixed)));
  }

  private static byte[] concat(byte[] a, byte[] b) {
    var out = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, out, a.length, b.length);
    return out;
  }
}
