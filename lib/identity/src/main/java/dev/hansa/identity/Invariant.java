package dev.hansa.identity;

/// States what our own code guarantees. Unlike `assert`, it is on in production too.
public final class Invariant {
  private Invariant() {}

  /// Goes on if the guarantee holds; otherwise the code is wrong, and stops.
  public static void holds(boolean guarantee, String guaranteed) {
    if (!guarantee) {
      throw new Broken(guaranteed);
    }
  }

  /// A bug of ours. A service answers 500 to the one request; a ledger node halts.
  public static final class Broken extends Error {
    private static final long serialVersionUID = 1L;

    Broken(String guaranteed) {
      super(guaranteed);
    }
  }
}
