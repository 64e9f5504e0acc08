package dev.hansa.bench;

import dev.hansa.bench.Row.Limit;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// Orders of 1 Wh at one price, half of them sold and half of them bought, in several books at
/// once: each is authorised with a receipt, reserved, logged durably and matched.
final class OrdersOverHttp implements Measurement {
  private static final int PAIRS = 4;
  private static final double TARGET = 300;

  /// What Pia's connection carries in a quarter hour is 2,500 Wh.
  private static final int SOLD_IN_A_BOOK = 2_000;

  @Override
  public String name() {
    return "orders";
  }

  @Override
  public String what() {
    return "authorised orders over HTTP, " + 2 * PAIRS + " clients in " + PAIRS + " books";
  }

  @Override
  public Row measure(Stand stand) throws Exception {
    var traders = new Traders(stand.peopled().network());
    var matched = new AtomicLong();
    var clients = new ArrayList<Rate.Operation>();
    for (int i = 0; i < PAIRS; i++) {
      int pair = i;
      var pia = traders.signIn("pia");
      var carl = traders.signIn("carl");
      var sold = new AtomicLong();
      var bought = new AtomicLong();
      clients.add(() -> {
        var book = traders.delivery(book(pair, sold.getAndIncrement()));
        var answer = traders.sell(pia, book, 1);
        matched.addAndGet(answer.path("trades").size());
        requireOrder(answer.path("qtyWh").asLong(), answer.path("receipt").asText());
      });
      clients.add(() -> {
        var book = traders.delivery(book(pair, bought.getAndIncrement()));
        var answer = traders.buy(carl, book, 1);
        matched.addAndGet(answer.path("trades").size());
        requireOrder(answer.path("qtyWh").asLong(), answer.path("receipt").asText());
      });
    }
    stand.say("orders are placed");
    double rate = Rate.of(stand.measured(), stand.measured(), clients);
    Measurement.require(matched.get() > 0, "orders of both sides met");
    return perSecond(rate, TARGET, new Limit("bare endpoint", stand.limits().bare()));
  }

  private static int book(int pair, long orders) {
    return (int) (pair + PAIRS * (orders / SOLD_IN_A_BOOK));
  }

  private static void requireOrder(long qtyWh, String receipt) {
    Measurement.require(qtyWh == 1 && !receipt.isEmpty(), "an order is placed, with a receipt");
  }
}
