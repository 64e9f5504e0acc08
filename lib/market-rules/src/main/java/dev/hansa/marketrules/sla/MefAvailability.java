package dev.hansa.marketrules.sla;

import dev.hansa.marketrules.Require;
import java.util.BitSet;

/// Availability from consecutive small intervals, as MEF 10.4 does it: unavailable from the first
/// of n consecutive high-loss intervals on, available again from the first of n consecutive others
/// on. Flapping shorter than n changes nothing.
public final class MefAvailability {
  private MefAvailability() {}

  /// Finds the unavailable intervals.
  ///
  /// @param highLoss which intervals lost more than agreed
  /// @param count how many intervals there are
  /// @param n how many in a row change the state
  /// @return the unavailable intervals
  public static BitSet unavailable(BitSet highLoss, int count, int n) {
    Require.that(n >= 1, "at least one interval changes the state");
    Require.that(highLoss.length() <= count, "no interval lies beyond the last");
    var unavailable = new BitSet(count);
    boolean down = false;
    int run = 0;
    for (int i = 0; i < count; i++) {
      run = highLoss.get(i) != down ? run + 1 : 0;
      unavailable.set(i, down);
      if (run == n) {
        down = !down;
        unavailable.set(i - n + 1, i + 1, down);
        run = 0;
      }
    }
    return unavailable;
  }

  /// Whether an interval lost more than the agreed share of its packets.
  public static boolean isHighLoss(long lost, long sent, long lossMaxPpm) {
    Require.that(lost >= 0 && lost <= sent, "what is lost was sent");
    return Share.compare(lost, sent, lossMaxPpm) > 0;
  }
}
