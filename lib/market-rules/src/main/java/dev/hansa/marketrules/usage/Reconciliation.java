package dev.hansa.marketrules.usage;

import dev.hansa.marketrules.Require;
import java.math.BigInteger;

/// Two parties' figures for the same usage. Within the larger of an absolute and a relative
/// tolerance the serving party's holds; beyond it the smaller is undisputed and the difference is
/// open.
public sealed interface Reconciliation {
  record Agreed(long volume) implements Reconciliation {}

  record Disputed(long undisputed, long difference) implements Reconciliation {}

  /// Compares what the serving party counted with what the served one did.
  ///
  /// @param tolerancePpm in millionths of the larger figure
  static Reconciliation of(long serving, long served, long toleranceVolume, long tolerancePpm) {
    Require.that(serving >= 0 && served >= 0, "a volume is not negative");
    Require.that(toleranceVolume >= 0 && tolerancePpm >= 0, "a tolerance is not negative");
    long difference = Math.abs(serving - served);
    var relative =
        BigInteger.valueOf(Math.max(serving, served)).multiply(BigInteger.valueOf(tolerancePpm));
    boolean close =
        difference <= toleranceVolume
            || BigInteger.valueOf(difference)
                    .multiply(BigInteger.valueOf(1_000_000))
                    .compareTo(relative)
                <= 0;
    return close ? new Agreed(serving) : new Disputed(Math.min(serving, served), difference);
  }
}
