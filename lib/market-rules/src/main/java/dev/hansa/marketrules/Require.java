package dev.hansa.marketrules;

/// Refuses our own mistakes in the constructors of the rules' values.
public final class Require {
  private Require() {}

  public static void that(boolean condition, String rule) {
    if (!condition) {
      throw new IllegalArgumentException(rule);
    }
  }

  /// A name, identifier or key: never empty, bounded, visible ASCII, so that it has one encoding.
  public static void name(String text, int lengthMax, String what) {
    if (text.isEmpty() || text.length() > lengthMax) {
      throw new IllegalArgumentException(what + " has 1 to " + lengthMax + " characters");
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '!' || text.charAt(i) > '~') {
        throw new IllegalArgumentException(what + " is of visible ASCII characters");
      }
    }
  }
}
