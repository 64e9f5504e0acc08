package dev.hansa.marketrules.book;

import dev.hansa.marketrules.Require;

/// The prices of an order, in µ-currency per kWh. They may be negative and stand on the book's
/// tick.
public sealed interface Limit {
  int STEPS_MAX = 10;
  int STEPS_DEFAULT = 3;

  /// The price at which a seller gives at worst.
  long lowMicro();

  /// The price at which a buyer takes at worst.
  long highMicro();

  int steps();

  record At(long priceMicro) implements Limit {
    @Override
    public long lowMicro() {
      return priceMicro;
    }

    @Override
    public long highMicro() {
      return priceMicro;
    }

    @Override
    public int steps() {
      return 1;
    }
  }

  /// A ladder of that many limit orders from low to high. One step sells at low and buys at high.
  record Range(long lowMicro, long highMicro, int steps) implements Limit {
    public Range {
      Require.that(lowMicro <= highMicro, "a range goes from low to high");
      Require.that(steps >= 1 && steps <= STEPS_MAX, "a range has 1 to 10 steps");
    }

    public Range(long lowMicro, long highMicro) {
      this(lowMicro, highMicro, STEPS_DEFAULT);
    }
  }
}
