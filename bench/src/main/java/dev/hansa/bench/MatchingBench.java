package dev.hansa.bench;

import dev.hansa.marketrules.Interval;
import dev.hansa.marketrules.book.BookCommand;
import dev.hansa.marketrules.book.BookTerms;
import dev.hansa.marketrules.book.Limit;
import dev.hansa.marketrules.book.LogEntry;
import dev.hansa.marketrules.book.Order;
import dev.hansa.marketrules.book.OrderBook;
import dev.hansa.marketrules.book.Side;
import dev.hansa.marketrules.money.Currency;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Order matching in the rules: orders of both sides around one price, most of which meet.
final class MatchingBench {
  private static final int ORDERS = 200_000;
  private static final Instant START = Instant.parse("2026-06-15T12:00:00Z");

  private MatchingBench() {}

  static Row run() {
    var terms = BookTerms.of("10Y1001A1001A46L", new Interval(START), Currency.EUR);
    var log = log(terms);
    double best = 0;
    for (int round = 0; round < 6; round++) {
      long begin = System.nanoTime();
      var book = OrderBook.replay(terms, log);
      double rate = log.size() * 1e9 / (System.nanoTime() - begin);
      best = Math.max(best, book.seq() == log.size() ? rate : 0);
    }
    return Row.rate("orders matched in the rules", best, 200_000, "", 0);
  }

  private static List<LogEntry> log(BookTerms terms) {
    var random = new SplittableRandom(7);
    var at = terms.gateClosure().minusSeconds(7200);
    var log = new ArrayList<LogEntry>(ORDERS);
    for (int i = 0; i < ORDERS; i++) {
      var side = i % 2 == 0 ? Side.SELL : Side.BUY;
      long price = 100_000 + random.nextInt(-50, 51) * 10L;
      var order =
          Order.plain(
              "o" + i,
              "party-" + random.nextInt(500),
              "meter-" + random.nextInt(500),
              side,
              1 + random.nextInt(1000),
              new Limit.At(price),
              terms,
              "r" + i);
      log.add(new LogEntry(i + 1, at, new BookCommand.Place(order)));
    }
    return log;
  }
}
