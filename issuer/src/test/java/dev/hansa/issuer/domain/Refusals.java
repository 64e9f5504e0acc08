package dev.hansa.issuer.domain;

import dev.hansa.identity.MalformedInput;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What fuzzed input must come to.
final class Refusals {
  private Refusals() {}

  /// A refusal names a rule, in a short sentence of our own.
  static void readOrRefused(Supplier<?> reading) {
    try {
      if (reading.get() == null) {
        throw new AssertionError("what is read is there");
      }
    } catch (MalformedInput e) {
      named(e.getMessage());
    }
  }

  static void named(@Nullable String rule) {
    if (!String.valueOf(rule).matches("[ -~]{1,200}")) {
      throw new AssertionError("a refusal names its rule");
    }
  }
}
