package dev.hansa.issuer.http;

import dev.hansa.identity.MalformedInput;
import java.util.Optional;

/// A long list in parts: how many, and after which.
final class Parts {
  private static final int LIMIT = 50;
  private static final int LIMIT_MAX = 200;

  private Parts() {}

  static int size(Optional<String> limit) {
    return limit.map(text -> (int) number(text, LIMIT_MAX)).orElse(LIMIT);
  }

  static long after(String text) {
    return number(text, Long.MAX_VALUE);
  }

  /// A whole number above zero, of at most 18 digits.
  static long number(String text, long max) {
    if (text.matches("[1-9][0-9]{0,17}")) {
      long value = Long.parseLong(text);
      if (value <= max) {
        return value;
      }
    }
    throw new MalformedInput(
        "limit, after and the numbers of steps are whole numbers above zero, limit at most "
            + LIMIT_MAX);
  }
}
