package dev.hansa.servicekit;

import org.jspecify.annotations.Nullable;

/// Another service did not answer, or not as its API says.
public final class PeerUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PeerUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
