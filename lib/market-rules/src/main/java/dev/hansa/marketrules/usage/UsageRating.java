package dev.hansa.marketrules.usage;

import dev.hansa.marketrules.Require;
import dev.hansa.marketrules.money.HalfEven;
import java.math.BigInteger;
import java.util.List;

/// What usage costs: exact volumes are summed first, and divided by the rate's unit once for an
/// agreement, service and period.
public final class UsageRating {
  private UsageRating() {}

  /// A price for a unit of volume.
  ///
  /// @param rateNano nano-currency for each unit
  /// @param unitSize the volume of a unit: 10⁹ bytes or 2³⁰, as the rate card says
  public record Rate(long rateNano, long unitSize) {
    public Rate {
      Require.that(rateNano >= 0 && unitSize > 0, "a rate is for a unit");
    }
  }

  /// From this volume of the period on, this rate. The first starts at 0, each later one further
  /// up.
  public record Slice(long fromVolume, Rate rate) {}

  /// `Σ volumes · rate ÷ unit`, half to even at one nano.
  public static long chargeNano(List<Long> volumes, Rate rate) {
    return HalfEven.multiplyDivide(total(volumes), rate.rateNano(), rate.unitSize());
  }

  /// Each slice of the volume at its own rate; all slices have the same unit, so there is one
  /// rounding.
  public static long marginalNano(List<Long> volumes, List<Slice> slices) {
    Require.that(!slices.isEmpty() && slices.getFirst().fromVolume() == 0, "slices start at 0");
    long unit = slices.getFirst().rate().unitSize();
    long volume = total(volumes);
    var dividend = BigInteger.ZERO;
    for (int i = 0; i < slices.size(); i++) {
      var slice = slices.get(i);
      Require.that(slice.rate().unitSize() == unit, "slices have one unit");
      long end = i + 1 < slices.size() ? slices.get(i + 1).fromVolume() : Long.MAX_VALUE;
      Require.that(end > slice.fromVolume(), "slices start further up one after another");
      long inSlice = Math.max(0, Math.min(volume, end) - slice.fromVolume());
      dividend =
          dividend.add(
              BigInteger.valueOf(inSlice).multiply(BigInteger.valueOf(slice.rate().rateNano())));
    }
    return HalfEven.divide(dividend, unit);
  }

  private static long total(List<Long> volumes) {
    long total = 0;
    for (long volume : volumes) {
      Require.that(volume >= 0, "a volume is not negative");
      total = Math.addExact(total, volume);
    }
    return total;
  }
}
