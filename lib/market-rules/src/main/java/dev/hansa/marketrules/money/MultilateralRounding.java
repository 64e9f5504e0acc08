package dev.hansa.marketrules.money;

import dev.hansa.marketrules.Invariant;
import dev.hansa.marketrules.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Rounds the positions of a pool to minor units so that they still add up to zero: all are
/// floored, and the missing units go to the largest remainders, ties by name.
public final class MultilateralRounding {
  private MultilateralRounding() {}

  /// Positions in nano by party, positive for who receives; they add up to zero.
  public static SortedMap<String, Rounded> round(Map<String, Long> positions, Currency currency) {
    long unit = currency.nanoPerMinor();
    var floored = new TreeMap<String, Rounded>();
    long sum = 0;
    long missing = 0;
    for (var position : new TreeMap<>(positions).entrySet()) {
      long nano = position.getValue();
      sum = Math.addExact(sum, nano);
      long minor = Math.floorDiv(nano, unit);
      missing = Math.subtractExact(missing, minor);
      floored.put(position.getKey(), new Rounded(minor, Math.floorMod(nano, unit)));
    }
    Require.that(sum == 0, "the positions of a pool add up to zero");
    var byRemainder = new ArrayList<>(floored.entrySet());
    byRemainder.sort(
        Comparator.<Map.Entry<String, Rounded>>comparingLong(
                party -> party.getValue().remainderNano())
            .reversed()
            .thenComparing(Map.Entry::getKey));
    Invariant.holds(missing <= byRemainder.size(), "less than one unit is missing for each party");
    for (var party : byRemainder.subList(0, Math.toIntExact(missing))) {
      var rounded = party.getValue();
      floored.put(party.getKey(), new Rounded(rounded.minor() + 1, rounded.remainderNano() - unit));
    }
    return Collections.unmodifiableSortedMap(floored);
  }
}
