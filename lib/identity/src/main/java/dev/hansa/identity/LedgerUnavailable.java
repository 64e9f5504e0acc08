package dev.hansa.identity;

import org.jspecify.annotations.Nullable;

/// The ledger did not answer, or no answer could be proved. Nothing is known of a write's fate; the
/// same write may be sent again.
public final class LedgerUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LedgerUnavailable(String message) {
    super(message);
  }

  public LedgerUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
