package dev.hansa.servicekit;

/// The database did not answer, or refused. Nothing is known of a write's fate.
public final class StoreUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailable(Throwable cause) {
    super("the store did not answer", cause);
  }
}
