package dev.hansa.marketrules;

/// What must be true whatever comes from outside; when it is not, our code is wrong.
public final class Invariant {
  private Invariant() {}

  public static void holds(boolean condition, String rule) {
    if (!condition) {
      throw new IllegalStateException("invariant broken: " + rule);
    }
  }
}
