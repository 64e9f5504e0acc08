package dev.hansa.marketrules.usage;

import dev.hansa.marketrules.Require;
import dev.hansa.marketrules.money.PartyPair;

/// Sets off what two parties owe each other in one currency. Disputed lines are not among it.
public final class BilateralNetting {
  private BilateralNetting() {}

  /// What the pair's first owes its second after setting off; negative when it is owed, 0 when
  /// nothing is to be paid.
  public static long netNano(PartyPair pair, String a, long aOwesNano, String b, long bOwesNano) {
    Require.that(pair.equals(PartyPair.of(a, b)), "netting is between the two of a pair");
    Require.that(aOwesNano >= 0 && bOwesNano >= 0, "what is owed is not negative");
    long net = aOwesNano - bOwesNano;
    return a.equals(pair.first()) ? net : -net;
  }
}
