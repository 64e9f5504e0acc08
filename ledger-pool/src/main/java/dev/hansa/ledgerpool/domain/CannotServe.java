package dev.hansa.ledgerpool.domain;

import org.jspecify.annotations.Nullable;

/// The node does not start. The message is for the operator: what is wrong, and what to do.
public final class CannotServe extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CannotServe(String sentence) {
    this(sentence, null);
  }

  public CannotServe(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
