package dev.hansa.marketrules.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What someone who reads nothing but the events knows of the book.
final class Mirror {
  record Key(String orderId, int step) {}

  record Rest(long priceMicro, long qtyWh) {}

  final Map<Key, Rest> resting = new HashMap<>();
  final Map<String, Long> traded = new TreeMap<>();
  private final Map<Key, Long> prices = new HashMap<>();
  private final Map<Long, Trade> trades = new HashMap<>();

  void read(List<BookEvent> events) {
    events.forEach(this::read);
  }

  private void read(BookEvent event) {
    switch (event) {
      case BookEvent.Rested(var id, var step, var price, var qtyWh) -> {
        resting.put(new Key(id, step), new Rest(price, qtyWh));
        prices.put(new Key(id, step), price);
      }
      case BookEvent.Traded(var trade) -> {
        trades.put(trade.number(), trade);
        take(new Key(trade.sellOrder(), trade.sellStep()), trade.qtyWh());
        take(new Key(trade.buyOrder(), trade.buyStep()), trade.qtyWh());
        count(trade, trade.qtyWh());
      }
      case BookEvent.Reduced(var id, var step, var byWh) -> take(new Key(id, step), byWh);
      case BookEvent.Removed(var id, var step, _, _) -> resting.remove(new Key(id, step));
      case BookEvent.Voided(var number, _) -> {
        var trade = trades.remove(number);
        assertThat(trade).isNotNull();
        if (trade != null) {
          count(trade, -trade.qtyWh());
        }
      }
      case BookEvent.Restored(var id, var step, var qtyWh) -> {
        var key = new Key(id, step);
        long price = prices.getOrDefault(key, 0L);
        var before = resting.getOrDefault(key, new Rest(price, 0));
        resting.put(key, new Rest(before.priceMicro(), before.qtyWh() + qtyWh));
      }
      case BookEvent.Accepted _,
          BookEvent.Rejected _,
          BookEvent.Repeated _,
          BookEvent.Released _,
          BookEvent.SeedSet _,
          BookEvent.GateClosed _ -> {}
    }
  }

  private void count(Trade trade, long qtyWh) {
    traded.merge(trade.sellOrder(), qtyWh, Long::sum);
    traded.merge(trade.buyOrder(), qtyWh, Long::sum);
  }

  private void take(Key key, long qtyWh) {
    resting.computeIfPresent(
        key,
        (_, rest) ->
            rest.qtyWh() == qtyWh ? null : new Rest(rest.priceMicro(), rest.qtyWh() - qtyWh));
  }

  long restingOf(String orderId) {
    return resting.entrySet().stream()
        .filter(entry -> entry.getKey().orderId().equals(orderId))
        .mapToLong(entry -> entry.getValue().qtyWh())
        .sum();
  }
}
