package dev.hansa.marketrules.book;

import dev.hansa.marketrules.Interval;
import dev.hansa.marketrules.Require;
import dev.hansa.marketrules.money.Currency;
import java.time.Duration;
import java.time.Instant;

/// What is fixed about a book before its first entry: where and when the energy flows, until when
/// orders may meet, in which steps prices move (µ-currency per kWh).
public record BookTerms(
    String zone, Interval interval, Instant gateClosure, Currency currency, long tickMicro) {
  /// 10 µ/kWh are 0.01 a MWh.
  public static final long TICK_MICRO = 10;

  public static final Duration GATE_BEFORE_START = Duration.ofMinutes(15);

  public BookTerms {
    Require.name(zone, 64, "a zone's code");
    Require.that(tickMicro > 0 && tickMicro <= 1_000_000, "a tick is 1 to 1,000,000 µ per kWh");
    Require.that(!gateClosure.isAfter(interval.start()), "the gate closes before the delivery");
  }

  /// The house's default: gate 15 minutes before delivery, tick of 10 µ/kWh.
  public static BookTerms of(String zone, Interval interval, Currency currency) {
    return new BookTerms(
        zone, interval, interval.start().minus(GATE_BEFORE_START), currency, TICK_MICRO);
  }

  /// `zone/start`, one for each book.
  public String id() {
    return zone + "/" + interval.start();
  }
}
