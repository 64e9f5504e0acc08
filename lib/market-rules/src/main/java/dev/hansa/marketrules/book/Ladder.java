package dev.hansa.marketrules.book;

import dev.hansa.marketrules.money.LargestRemainder;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The limit orders a range stands for: equal quantities by largest remainder (the first steps take
/// what is left over), prices evenly spaced and rounded to the tick on the side that is safe for
/// the order.
public final class Ladder {
  public record Step(long qtyWh, long priceMicro) {}

  private Ladder() {}

  /// From low to high. A step that would get nothing is left out.
  public static List<Step> steps(Side side, long qtyWh, Limit limit, long tickMicro) {
    int count = limit.steps();
    if (count == 1) {
      return List.of(new Step(qtyWh, side == Side.SELL ? limit.lowMicro() : limit.highMicro()));
    }
    long[] weights = new long[count];
    Arrays.fill(weights, 1);
    long[] quantities = LargestRemainder.allocateInOrder(qtyWh, weights);
    var steps = new ArrayList<Step>(count);
    for (int i = 0; i < count; i++) {
      if (quantities[i] > 0) {
        steps.add(new Step(quantities[i], price(side, limit, i, count, tickMicro)));
      }
    }
    return List.copyOf(steps);
  }

  private static long price(Side side, Limit limit, int step, int count, long tickMicro) {
    var low = BigInteger.valueOf(limit.lowMicro());
    var width = BigInteger.valueOf(limit.highMicro()).subtract(low);
    // (low·(count−1) + width·step) / (count−1), on the tick: one division, so one rounding.
    var divisor = BigInteger.valueOf(count - 1L).multiply(BigInteger.valueOf(tickMicro));
    var dividend =
        low.multiply(BigInteger.valueOf(count - 1L)).add(width.multiply(BigInteger.valueOf(step)));
    var floor = floorDiv(dividend, divisor);
    boolean exact = floor.multiply(divisor).equals(dividend);
    var ticks = side == Side.SELL && !exact ? floor.add(BigInteger.ONE) : floor;
    return ticks.multiply(BigInteger.valueOf(tickMicro)).longValueExact();
  }

  private static BigInteger floorDiv(BigInteger dividend, BigInteger divisor) {
    var parts = dividend.divideAndRemainder(divisor);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }
}
