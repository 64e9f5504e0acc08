package dev.hansa.identity;

/// Signs with one private key that it never shows. A file today; PKCS#11 or a KMS can take its
/// place.
public interface Signer {
  VerificationKey publicKey();

  /// Ed25519 signatures have 64 bytes; ES256 signatures are `R || S`, 64 bytes.
  byte[] sign(byte[] message);
}
