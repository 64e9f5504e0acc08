package dev.hansa.marketrules.sla;

import dev.hansa.marketrules.Require;
import java.math.BigInteger;

/// Compares a part of a whole with millionths, by cross-multiplication.
public final class Share {
  private Share() {}

  /// Negative, zero or positive as part/whole is below, at or above the share. Of nothing nothing
  /// is lost: the share of 0 in 0 is 0.
  public static int compare(long part, long whole, long ppm) {
    Require.that(part >= 0 && whole >= 0 && ppm >= 0, "shares are of quantities");
    if (whole == 0) {
      return Long.compare(0, ppm);
    }
    return BigInteger.valueOf(part)
        .multiply(BigInteger.valueOf(Ppm.WHOLE))
        .compareTo(BigInteger.valueOf(ppm).multiply(BigInteger.valueOf(whole)));
  }
}
