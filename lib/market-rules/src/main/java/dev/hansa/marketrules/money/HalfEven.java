package dev.hansa.marketrules.money;

import dev.hansa.marketrules.Require;
import java.math.BigInteger;

/// Division rounded half to even, on integers.
public final class HalfEven {
  private HalfEven() {}

  public static long divide(long dividend, long divisor) {
    Require.that(divisor > 0, "a divisor is positive");
    long floor = Math.floorDiv(dividend, divisor);
    long remainder = Math.floorMod(dividend, divisor);
    long toNext = divisor - remainder;
    boolean up = remainder > toNext || (remainder == toNext && (floor & 1) != 0);
    return up ? floor + 1 : floor;
  }

  /// `a · b / divisor` with an exact product of 128 bits and one rounding.
  public static long multiplyDivide(long a, long b, long divisor) {
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    if (high == low >> 63) {
      return divide(low, divisor);
    }
    return divide(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)), divisor);
  }

  /// Of a number of any size; a result beyond 64 bits throws `ArithmeticException`.
  public static long divide(BigInteger dividend, long divisor) {
    Require.that(divisor > 0, "a divisor is positive");
    var by = BigInteger.valueOf(divisor);
    var parts = dividend.divideAndRemainder(by);
    var floor = parts[0];
    var remainder = parts[1];
    if (remainder.signum() < 0) {
      floor = floor.subtract(BigInteger.ONE);
      remainder = remainder.add(by);
    }
    int half = remainder.shiftLeft(1).compareTo(by);
    boolean up = half > 0 || (half == 0 && floor.testBit(0));
    return (up ? floor.add(BigInteger.ONE) : floor).longValueExact();
  }
}
