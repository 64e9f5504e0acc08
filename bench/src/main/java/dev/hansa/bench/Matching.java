package dev.hansa.bench;

import dev.hansa.bench.Row.Limit;
import dev.hansa.marketrules.Interval;
import dev.hansa.marketrules.book.BookCommand;
import dev.hansa.marketrules.book.BookTerms;
import dev.hansa.marketrules.book.LogEntry;
import dev.hansa.marketrules.book.Order;
import dev.hansa.marketrules.book.OrderBook;
import dev.hansa.marketrules.book.Side;
import dev.hansa.marketrules.money.Currency;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Order matching in the rules: a log with orders of both sides around one price, most of which
/// meet, replayed into a book.
final class Matching implements Measurement {
  private static final int ORDERS = 200_000;
  private static final double TARGET = 200_000;
  private static final Instant DELIVERY = Instant.parse("2026-06-15T12:00:00Z");

  @Override
  public String name() {
    return "matching";
  }

  @Override
  public String what() {
    return "orders matched in the rules, 1 thread";
  }

  @Override
  public Row measure(Stand stand) throws Exception {
    var terms = BookTerms.of("10Y1001A1001A46L", new Interval(DELIVERY), Currency.EUR);
    var log = log(terms);
    stand.say(ORDERS + " orders are replayed, again and again");
    double rules =
        Rate.of(
            stand.measured(),
            stand.measured(),
            () -> {
              var book = OrderBook.replay(terms, log);
              Measurement.require(
                  book.seq() == ORDERS && book.trades().size() > ORDERS / 4,
                  "the whole log is in the book, and most orders met");
            });
    stand.say("limit: two queues by price");
    double bare =
        Rate.of(
            stand.measured(),
            stand.measured(),
            () -> Measurement.require(bare(log) > ORDERS / 4, "most orders met"));
    return perSecond(
        rules * ORDERS,
        TARGET,
        new Limit("two queues by price and nothing else, 1 thread", bare * ORDERS));
  }

  private static List<LogEntry> log(BookTerms terms) {
    var random = new SplittableRandom(7);
    var at = terms.gateClosure().minusSeconds(7200);
    var log = new ArrayList<LogEntry>(ORDERS);
    for (int i = 0; i < ORDERS; i++) {
      var order =
          Order.plain(
              "o" + i,
              "party-" + random.nextInt(500),
              "meter-" + random.nextInt(500),
              i % 2 == 0 ? Side.SELL : Side.BUY,
              1 + random.nextInt(1000),
              new dev.hansa.marketrules.book.Limit.At(100_000 + random.nextInt(-50, 51) * 10L),
              terms,
              "r" + i);
      log.add(new LogEntry(i + 1, at, new BookCommand.Place(order)));
    }
    return log;
  }

  private static final class Rest {
    private long wh;

    Rest(long wh) {
      this.wh = wh;
    }
  }

  /// The least that price-time priority needs; the number of trades.
  private static int bare(List<LogEntry> log) {
    var asks = new TreeMap<Long, ArrayDeque<Rest>>();
    var bids = new TreeMap<Long, ArrayDeque<Rest>>(Comparator.reverseOrder());
    int trades = 0;
    for (var entry : log) {
      if (!(entry.command() instanceof BookCommand.Place(var order))) {
        continue;
      }
      long price = order.limit().lowMicro();
      boolean sells = order.side() == Side.SELL;
      var others = sells ? bids : asks;
      var rest = new Rest(order.qtyWh());
      while (rest.wh > 0 && !others.isEmpty()) {
        var best = others.firstEntry();
        if (sells ? best.getKey() < price : best.getKey() > price) {
          break;
        }
        var other = best.getValue().getFirst();
        long wh = Math.min(rest.wh, other.wh);
        rest.wh -= wh;
        other.wh -= wh;
        trades++;
        if (other.wh == 0) {
          best.getValue().removeFirst();
          if (best.getValue().isEmpty()) {
            others.remove(best.getKey());
          }
        }
      }
      if (rest.wh > 0) {
        (sells ? asks : bids).computeIfAbsent(price, _ -> new ArrayDeque<>()).addLast(rest);
      }
    }
    return trades;
  }
}
