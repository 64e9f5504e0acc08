package dev.hansa.identity;

import java.util.Arrays;

/// Base58 with the Bitcoin alphabet, as Indy and Multibase `z` use it.
public final class Base58 {
  /// No text of ours is longer: a BLS key of 128 bytes has 175 characters.
  public static final int LENGTH_MAX = 512;

  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final int[] VALUES = new int[128];

  static {
    Arrays.fill(VALUES, -1);
    for (int i = 0; i < ALPHABET.length(); i++) {
      VALUES[ALPHABET.charAt(i)] = i;
    }
  }

  private Base58() {}

  public static String encode(byte[] bytes) {
    int zeros = 0;
    while (zeros < bytes.length && bytes[zeros] == 0) {
      zeros++;
    }
    var digits = new int[bytes.length * 2];
    int length = 0;
    for (int i = zeros; i < bytes.length; i++) {
      int carry = bytes[i] & 0xff;
      for (int j = 0; j < length; j++) {
        carry += digits[j] << 8;
        digits[j] = carry % 58;
        carry /= 58;
      }
      while (carry > 0) {
        digits[length++] = carry % 58;
        carry /= 58;
      }
    }
    var text = new StringBuilder(zeros + length).repeat('1', zeros);
    for (int i = length - 1; i >= 0; i--) {
      text.append(ALPHABET.charAt(digits[i]));
    }
    return text.toString();
  }

  /// Reads base58 that came from outside.
  public static byte[] decode(String text) {
    if (text.length() > LENGTH_MAX) {
      throw new MalformedInput("base58 has at most " + LENGTH_MAX + " characters here");
    }
    int zeros = 0;
    while (zeros < text.length() && text.charAt(zeros) == '1') {
      zeros++;
    }
    var bytes = new int[text.length()];
    int length = 0;
    for (int i = zeros; i < text.length(); i++) {
      char c = text.charAt(i);
      int carry = c < 128 ? VALUES[c] : -1;
      if (carry < 0) {
        throw new MalformedInput("base58 has a character it may not have");
      }
      for (int j = 0; j < length; j++) {
        carry += bytes[j] * 58;
        bytes[j] = carry & 0xff;
        carry >>= 8;
      }
      while (carry > 0) {
        bytes[length++] = carry & 0xff;
        carry >>= 8;
      }
    }
    var out = new byte[zeros + length];
    for (int i = 0; i < length; i++) {
      out[zeros + i] = (byte) bytes[length - 1 - i];
    }
    return out;
  }
}
