package dev.hansa.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.PublicKey;

/// A public key that checks signatures, or (X25519) that others encrypt to.
public sealed interface VerificationKey {
  /// The name of the signature algorithm in JOSE; a key has exactly one, so a header cannot choose.
  String algorithm();

  boolean verify(byte[] message, byte[] signature);

  /// The public JWK, [RFC 7517](https://www.rfc-editor.org/rfc/rfc7517), without optional members.
  ObjectNode toJwk();

  /// `publicKeyMultibase` of a Multikey, [Controlled Identifiers 1.0, section
  /// 2.2.2](https://www.w3.org/TR/cid-1.0/#Multikey).
  String toMultibase();

  /// SHA-256 thumbprint of [RFC 7638](https://www.rfc-editor.org/rfc/rfc7638).
  default Bytes thumbprint() {
    return Json.hash(toJwk());
  }

  /// Reads a public JWK from outside. A JWK that carries a private part is refused.
  static VerificationKey fromJwk(JsonNode jwk) {
    if (jwk.has("d") || jwk.has("k")) {
      throw new MalformedInput("a public JWK has no private part");
    }
    var kty = Json.text(jwk, "kty", 8);
    var crv = Json.text(jwk, "crv", 16);
    var x = Bytes.fromBase64Url(Json.text(jwk, "x", 64));
    if (jwk.has("alg")
        && !jwk.get("alg").asText().equals(crv.equals("P-256") ? "ES256" : "EdDSA")) {
      throw new MalformedInput("the alg of a JWK fits its curve");
    }
    return switch (kty + "/" + crv) {
      case "EC/P-256" -> {
        var y = Bytes.fromBase64Url(Json.text(jwk, "y", 64));
        yield MalformedInput.unless(() -> new P256(x, y));
      }
      case "OKP/Ed25519" -> MalformedInput.unless(() -> new Ed25519Key(x));
      case "OKP/X25519" -> MalformedInput.unless(() -> new X25519Key(x));
      default -> throw new MalformedInput("a key is P-256, Ed25519 or X25519");
    };
  }

  /// Reads a multibase Multikey from outside.
  static VerificationKey fromMultibase(String text) {
    if (!text.startsWith("z") || text.length() > 80) {
      throw new MalformedInput("a Multikey is base58btc, which starts with z");
    }
    return Multikeys.read(Base58.decode(text.substring(1)));
  }

  /// Ed25519, RFC 8032.
  record Ed25519Key(Bytes value) implements VerificationKey {
    public Ed25519Key {
      if (!Ed25519.isPublicKey(value.toArray())) {
        throw new IllegalArgumentException("an Ed25519 public key is a point in 32 bytes");
      }
    }

    @Override
    public String algorithm() {
      return "EdDSA";
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
      return Ed25519.verify(value.toArray(), message, signature);
    }

    @Override
    public ObjectNode toJwk() {
      return Json.newObject().put("crv", "Ed25519").put("kty", "OKP").put("x", value.toBase64Url());
    }

    @Override
    public String toMultibase() {
      return Multikeys.write(Multikeys.ED25519, value);
    }
  }

  /// X25519, RFC 7748; it signs nothing.
  record X25519Key(Bytes value) implements VerificationKey {
    public X25519Key {
      if (value.length() != 32) {
        throw new IllegalArgumentException("an X25519 public key has 32 bytes");
      }
    }

    @Override
    public String algorithm() {
      return "ECDH-ES";
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
      return false;
    }

    @Override
    public ObjectNode toJwk() {
      return Json.newObject().put("crv", "X25519").put("kty", "OKP").put("x", value.toBase64Url());
    }

    @Override
    public String toMultibase() {
      return Multikeys.write(Multikeys.X25519, value);
    }
  }

  /// ECDSA on P-256 with SHA-256 (`ES256`).
  final class P256 implements VerificationKey {
    private final Bytes x;
    private final Bytes y;
    private final PublicKey key;

    public P256(Bytes x, Bytes y) {
      this.x = x;
      this.y = y;
      this.key = Es256.publicKey(x.toArray(), y.toArray());
    }

    public Bytes x() {
      return x;
    }

    public Bytes y() {
      return y;
    }

    /// The key as the JDK's libraries take it.
    public PublicKey toPublicKey() {
      return key;
    }

    @Override
    public String algorithm() {
      return "ES256";
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
      return Es256.verify(key, message, signature);
    }

    @Override
    public ObjectNode toJwk() {
      return Json.newObject()
          .put("crv", "P-256")
          .put("kty", "EC")
          .put("x", x.toBase64Url())
          .put("y", y.toBase64Url());
    }

    @Override
    public String toMultibase() {
      return Multikeys.writeP256(this);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof P256 that && x.equals(that.x) && y.equals(that.y);
    }

    @Override
    public int hashCode() {
      return 31 * x.hashCode() + y.hashCode();
    }

    @Override
    public String toString() {
      return toMultibase();
    }
  }
}
