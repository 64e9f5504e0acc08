package dev.hansa.marketplaceauth.domain;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import java.security.SecureRandom;
import java.util.regex.Pattern;

/// Names and secrets that nobody guesses.
public final class Ids {
  public static final int LENGTH_MAX = 64;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{16,64}");

  private final SecureRandom random;

  public Ids(SecureRandom random) {
    this.random = random;
  }

  /// The name of a thing: 144 bits, in characters that people can type.
  public String name() {
    return Bytes.random(18, random).toHex();
  }

  /// A code, token or cookie: 256 bits.
  public String secret() {
    return Bytes.random(32, random).toBase64Url();
  }

  /// A name or secret from outside.
  public static String parse(String text) {
    if (text.length() > LENGTH_MAX || !FORM.matcher(text).matches()) {
      throw new MalformedInput("an id is 16 to 64 characters of base64url");
    }
    return text;
  }

  /// What is kept of a secret.
  public static String hash(String secret) {
    return Bytes.utf8(secret).sha256().toBase64Url();
  }
}
