package dev.hansa.credentials;

import dev.hansa.identity.MalformedInput;

/// What fuzzed input must come to.
final class Fuzzed {
  private Fuzzed() {}

  /// A refusal names a rule, in a sentence of our own: short, and in the characters of such
  /// sentences.
  static void refused(MalformedInput refusal) {
    var rule = refusal.getMessage();
    if (rule == null || !rule.matches("[ -~]{1,200}")) {
      throw new AssertionError("a refusal names its rule");
    }
  }

  static void holds(boolean rule, String sentence) {
    if (!rule) {
      throw new AssertionError(sentence);
    }
  }
}
