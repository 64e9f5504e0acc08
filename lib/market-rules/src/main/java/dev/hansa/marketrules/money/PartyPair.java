package dev.hansa.marketrules.money;

import dev.hansa.marketrules.Require;

/// Two parties in a fixed order, so that an amount between them has one sign: positive when the
/// first owes the second.
public record PartyPair(String first, String second) {
  public PartyPair {
    Require.that(first.compareTo(second) < 0, "a pair names two parties in the order of names");
  }

  public static PartyPair of(String a, String b) {
    return a.compareTo(b) < 0 ? new PartyPair(a, b) : new PartyPair(b, a);
  }
}
