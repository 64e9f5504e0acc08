package dev.hansa.ledgerpool.domain;

/// The node runs, but has nothing yet that its pool vouched for: it starts, or fetches what it
/// missed. The message says which.
public final class NotInStep extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotInStep(String why) {
    super(why);
  }
}
