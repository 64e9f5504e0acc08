package dev.hansa.identity;

import java.util.function.Supplier;

/// Input from outside that does not have the form its specification gives. The message names the
/// rule that was broken and never repeats the input, so it can go back to the caller as it is.
public final class MalformedInput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedInput(String message) {
    super(message);
  }

  /// Builds a value from outside input; a value that refuses its arguments is malformed input.
  public static <T> T unless(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new MalformedInput(String.valueOf(e.getMessage()));
    }
  }
}
