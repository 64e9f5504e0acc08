package dev.hansa.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A JWE in compact serialisation, [RFC 7516](https://www.rfc-editor.org/rfc/rfc7516), with direct
/// key agreement on P-256 (`ECDH-ES`, [RFC 7518, section
/// 4.6](https://www.rfc-editor.org/rfc/rfc7518#section-4.6)) and AES-GCM. Anything else, and
/// compression above all, is refused.
public final class Jwe {
  public static final String ALGORITHM = "ECDH-ES";
  private static final int IV_LENGTH = 12;
  private static final int TAG_LENGTH = 16;
  private static final int KID_MAX = 256;
  private static final int PARTY_MAX = 512;

  private final String protectedHeader;
  private final ObjectNode header;
  private final Encryption encryption;
  private final VerificationKey.P256 ephemeral;
  private final byte[] iv;
  private final byte[] sealed;

  /// The content encryptions that HAIP 1.0 wants.
  public enum Encryption {
    A128GCM(16),
    A256GCM(32);

    private final int keyLength;

    Encryption(int keyLength) {
      this.keyLength = keyLength;
    }

    /// The one of this name.
    public static Optional<Encryption> of(String name) {
      return Arrays.stream(values()).filter(each -> each.name().equals(name)).findFirst();
    }
  }

  private Jwe(
      String protectedHeader,
      ObjectNode header,
      Encryption encryption,
      VerificationKey.P256 ephemeral,
      byte[] iv,
      byte[] sealed) {
    this.protectedHeader = protectedHeader;
    this.header = header;
    this.encryption = encryption;
    this.ephemeral = ephemeral;
    this.iv = iv;
    this.sealed = sealed;
  }

  /// Encrypts to this key; `header` may carry `kid`, `typ` and `cty`.
  public static String encrypt(
      ObjectNode header,
      byte[] plaintext,
      VerificationKey.P256 recipient,
      Encryption encryption,
      SecureRandom random) {
    var ours = KeyAgreementKey.generate(random);
    var all = header.deepCopy();
    all.put("alg", ALGORITHM).put("enc", encryption.name());
    all.set("epk", ours.publicKey().toJwk());
    var encoded = Bytes.copyOf(Json.utf8(all)).toBase64Url();
    var iv = new byte[IV_LENGTH];
    random.nextBytes(iv);
    try {
      var key = derive(ours.agree(recipient), encryption, all);
      var cipher = cipher(Cipher.ENCRYPT_MODE, key, iv, encoded);
      var sealed = cipher.doFinal(plaintext);
      int length = sealed.length - TAG_LENGTH;
      return encoded
          + ".."
          + Bytes.copyOf(iv).toBase64Url()
          + "."
          + Bytes.copyOf(Arrays.copyOf(sealed, length)).toBase64Url()
          + "."
          + Bytes.copyOf(Arrays.copyOfRange(sealed, length, sealed.length)).toBase64Url();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /// Reads a compact JWE of at most `lengthMax` characters.
  public static Jwe parse(String compact, int lengthMax) {
    if (compact.length() > lengthMax) {
      throw new MalformedInput("a JWE has at most " + lengthMax + " characters here");
    }
    var parts = compact.split("\\.", 6);
    if (parts.length != 5) {
      throw new MalformedInput("a JWE has five parts, with dots between them");
    }
    var header = Json.parseObject(Bytes.fromBase64Url(parts[0]));
    if (!Json.text(header, "alg", 32).equals(ALGORITHM) || !parts[1].isEmpty()) {
      throw new MalformedInput("a JWE is encrypted by ECDH-ES, without a key of its own");
    }
    if (header.has("zip") || header.has("crit")) {
      throw new MalformedInput("a JWE is not compressed and has no critical extension");
    }
    var encryption =
        Encryption.of(Json.text(header, "enc", 32))
            .orElseThrow(() -> new MalformedInput("the enc of a JWE is A128GCM or A256GCM"));
    if (!(VerificationKey.fromJwk(Json.object(header, "epk"))
        instanceof VerificationKey.P256 ephemeral)) {
      throw new MalformedInput("the ephemeral key of a JWE is on P-256");
    }
    var iv = Bytes.fromBase64Url(parts[2]).toArray();
    var tag = Bytes.fromBase64Url(parts[4]).toArray();
    if (iv.length != IV_LENGTH || tag.length != TAG_LENGTH) {
      throw new MalformedInput("the IV of a JWE has 12 bytes and its tag 16");
    }
    var sealed = new ByteArrayOutputStream();
    sealed.writeBytes(Bytes.fromBase64Url(parts[3]).toArray());
    sealed.writeBytes(tag);
    return new Jwe(parts[0], header, encryption, ephemeral, iv, sealed.toByteArray());
  }

  /// The header's `kid`.
  public Optional<String> keyId() {
    return header.has("kid") ? Optional.of(Json.text(header, "kid", KID_MAX)) : Optional.empty();
  }

  /// The header, a copy; its integrity is known once [#decrypt] gave a text.
  public ObjectNode unverifiedHeader() {
    return header.deepCopy();
  }

  public Encryption encryption() {
    return encryption;
  }

  /// The text, if it was encrypted to this key and nothing of it was changed since.
  public Optional<Bytes> decrypt(KeyAgreementKey key) {
    try {
      var derived = derive(key.agree(ephemeral), encryption, header);
      return Optional.of(
          Bytes.copyOf(cipher(Cipher.DECRYPT_MODE, derived, iv, protectedHeader).doFinal(sealed)));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] iv, String authenticated)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG_LENGTH, iv));
    cipher.updateAAD(authenticated.getBytes(StandardCharsets.US_ASCII));
    return cipher;
  }

  /// Concat KDF of NIST SP 800-56A with SHA-256, as RFC 7518, section 4.6.2 uses it: one round, as
  /// no key here is longer than the hash.
  private static byte[] derive(byte[] shared, Encryption encryption, JsonNode header) {
    var info = new ByteArrayOutputStream();
    write(info, encryption.name().getBytes(StandardCharsets.US_ASCII));
    write(info, party(header, "apu"));
    write(info, party(header, "apv"));
    info.writeBytes(number(8 * encryption.keyLength));
    var hash = Bytes.sha256(number(1), shared, info.toByteArray()).toArray();
    return Arrays.copyOf(hash, encryption.keyLength);
  }

  private static byte[] party(JsonNode header, String member) {
    return header.has(member)
        ? Bytes.fromBase64Url(Json.text(header, member, PARTY_MAX)).toArray()
        : new byte[0];
  }

  private static void write(ByteArrayOutputStream out, byte[] value) {
    out.writeBytes(number(value.length));
    out.writeBytes(value);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  @Override
  public String toString() {
    return "Jwe[hidden]";
  }
}
