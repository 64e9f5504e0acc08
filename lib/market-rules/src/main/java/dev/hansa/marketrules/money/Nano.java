package dev.hansa.marketrules.money;

/// Amounts in nano-currency. A Wh at a µ-currency per kWh is worth exactly one nano, so the value
/// of a trade is a product without rounding. Overflow throws `ArithmeticException`: never a wrapped
/// number.
public final class Nano {
  private Nano() {}

  public static long value(long wh, long microPerKwh) {
    return Math.multiplyExact(wh, microPerKwh);
  }

  /// The one rounding to minor units, half to even; what is left over is carried forward.
  public static Rounded toMinor(long nano, Currency currency) {
    long unit = currency.nanoPerMinor();
    long minor = HalfEven.divide(nano, unit);
    return new Rounded(minor, nano - minor * unit);
  }

  /// The least number of minor units that covers an amount: for limits, never for postings.
  public static long coveringMinor(long nano, Currency currency) {
    return Math.ceilDiv(nano, currency.nanoPerMinor());
  }
}
