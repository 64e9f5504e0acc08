package dev.hansa.marketrules.sla;

import dev.hansa.marketrules.Require;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// Shares of a whole as whole millionths: 99.99 % is 999,900.
public final class Ppm {
  public static final long WHOLE = 1_000_000;

  private Ppm() {}

  /// As people and published tables write it: `99.99`, with at most four decimals.
  public static long ofPercent(String percent) {
    Require.that(percent.length() <= 8, "a percentage has at most 8 characters");
    try {
      return new BigDecimal(percent)
          .movePointRight(4)
          .setScale(0, RoundingMode.UNNECESSARY)
          .longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("a percentage has at most four decimals", e);
    }
  }

  public static String percent(long ppm) {
    return BigDecimal.valueOf(ppm, 4).stripTrailingZeros().toPlainString() + " %";
  }
}
