package dev.hansa.marketrules.settlement;

import dev.hansa.marketrules.Interval;
import dev.hansa.marketrules.Require;
import dev.hansa.marketrules.book.Order;
import dev.hansa.marketrules.book.Side;
import dev.hansa.marketrules.money.Nano;
import java.util.Optional;

/// What is taken of a ceiling: the Wh of a metering point, a direction and an interval over all
/// books, or a party's funds in nano-currency.
public record Reservation(long ceiling, long taken) {
  public Reservation {
    Require.that(ceiling >= 0, "a ceiling is not negative");
    Require.that(taken >= 0 && taken <= ceiling, "not more is taken than the ceiling");
  }

  /// What a connection of that power can give in a quarter hour: ⌊W · 900 / 3600⌋ Wh.
  public static long ceilingWh(long maxPowerW) {
    Require.that(maxPowerW >= 0, "a power is not negative");
    return maxPowerW / (3600 / Interval.SECONDS);
  }

  /// What the order costs its party at worst: a buyer the highest price, a seller the lowest if it
  /// is negative, each for the whole quantity. The order's numbers are those a book would take.
  public static long worstCaseNano(Order order) {
    long perKwh =
        order.side() == Side.BUY
            ? Math.max(order.limit().highMicro(), 0)
            : Math.max(Math.negateExact(order.limit().lowMicro()), 0);
    return Nano.value(order.qtyWh(), perKwh);
  }

  /// Takes more; empty when the ceiling does not allow it.
  public Optional<Reservation> take(long more) {
    Require.that(more >= 0, "what is taken is not negative");
    return more <= ceiling - taken
        ? Optional.of(new Reservation(ceiling, taken + more))
        : Optional.empty();
  }

  /// Gives back what left the book without a trade.
  public Reservation release(long less) {
    Require.that(less >= 0 && less <= taken, "not more is given back than was taken");
    return new Reservation(ceiling, taken - less);
  }
}
