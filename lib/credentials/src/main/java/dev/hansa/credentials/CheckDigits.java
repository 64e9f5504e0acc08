package dev.hansa.credentials;

/// The check digits of the identifiers that energy markets use.
final class CheckDigits {
  private static final String EIC_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-";

  private CheckDigits() {}

  /// GSRN, a GS1 key of 18 digits: the weights 3 and 1 alternate from the right, modulo 10.
  static boolean isGsrn(String text) {
    if (text.length() != 18) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 18; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      sum += i % 2 == 0 ? 3 * digit : digit;
    }
    return sum % 10 == 0;
  }

  /// EIC, 16 characters: the weights 16 to 2, modulo 37.
  static boolean isEic(String text) {
    if (text.length() != 16) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      int value = EIC_ALPHABET.indexOf(text.charAt(i));
      if (value < 0) {
        return false;
      }
      sum += value * (16 - i);
    }
    return EIC_ALPHABET.charAt(36 - (sum - 1 + 37) % 37) == text.charAt(15);
  }
}
