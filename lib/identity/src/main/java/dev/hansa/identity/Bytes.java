package dev.hansa.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// An immutable run of bytes with the equality that records expect. Not for secrets.
public final class Bytes implements Comparable<Bytes> {
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder BASE64URL_DECODER = Base64.getUrlDecoder();

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  public static Bytes copyOf(byte[] value) {
    return new Bytes(value.clone());
  }

  /// Bytes that nobody guesses. As a secret they are written [#toBase64Url]; as the name of
  /// something that people type, [#toHex]: a name that begins with `-` reads as an option.
  public static Bytes random(int length, SecureRandom random) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return new Bytes(bytes);
  }

  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The SHA-256 of these bytes.
  public static Bytes sha256(byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var part : parts) {
        digest.update(part);
      }
      return new Bytes(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// Reads base64url without padding, [RFC 4648, section
  /// 5](https://www.rfc-editor.org/rfc/rfc4648#section-5), in its one canonical spelling.
  public static Bytes fromBase64Url(String text) {
    try {
      if (text.indexOf('=') < 0) {
        var bytes = BASE64URL_DECODER.decode(text);
        // Unused low bits must be zero, or two texts would read as the same bytes.
        if (BASE64URL.encodeToString(bytes).equals(text)) {
          return new Bytes(bytes);
        }
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedInput("base64url has a character it may not have");
    }
    throw new MalformedInput("base64url is written without padding, and unused bits are zero");
  }

  /// Reads lower-case hexadecimal.
  public static Bytes fromHex(String text) {
    try {
      var bytes = HexFormat.of().parseHex(text);
      if (HexFormat.of().formatHex(bytes).equals(text)) {
        return new Bytes(bytes);
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedInput("hexadecimal is an even number of characters 0-9 and a-f");
    }
    throw new MalformedInput("hexadecimal is written in lower case");
  }

  public byte[] toArray() {
    return value.clone();
  }

  public int length() {
    return value.length;
  }

  public String toBase64Url() {
    return BASE64URL.encodeToString(value);
  }

  public String toHex() {
    return HexFormat.of().formatHex(value);
  }

  /// These bytes read as UTF-8 text.
  public String toUtf8() {
    return new String(value, StandardCharsets.UTF_8);
  }

  public Bytes sha256() {
    return sha256(value);
  }

  /// Compares in a time that does not depend on where the two differ.
  public boolean equalsInConstantTime(Bytes other) {
    return MessageDigest.isEqual(value, other.value);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(value, other.value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return toHex();
  }
}
