package dev.hansa.ledgerpool.domain;

import org.jspecify.annotations.Nullable;

/// The store did not take a write: a full disk, a device that failed. Whether the write is there is
/// known after the next start.
public final class StoreFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreFailed(String what, @Nullable Throwable cause) {
    super(what, cause);
  }
}
