package dev.hansa.ledgerpool.domain;

import org.jspecify.annotations.Nullable;

/// The store holds something else than was written to it. Nothing of it is served; the message is
/// one sentence.
public final class StoreDamaged extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreDamaged(String what) {
    this(what, null);
  }

  public StoreDamaged(String what, @Nullable Throwable cause) {
    super(what, cause);
  }
}
