package dev.hansa.marketrules.book;

import dev.hansa.marketrules.CanIgnoreReturnValue;
import dev.hansa.marketrules.Interval;
import dev.hansa.marketrules.money.Currency;
import dev.hansa.marketrules.money.Seed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A book under test with its log.
public final class Books {
  public static final Instant DELIVERY = Instant.parse("2026-03-01T12:00:00Z");
  public static final Instant GATE = Instant.parse("2026-03-01T11:45:00Z");
  public static final Instant NOON_BEFORE = Instant.parse("2026-02-28T12:00:00Z");
  public static final BookTerms TERMS =
      BookTerms.of("10Y1001A1001A47J", new Interval(DELIVERY), Currency.EUR);
  public static final Seed SEED = new Seed("5e".repeat(32));

  public final OrderBook book = new OrderBook(TERMS);
  public final List<LogEntry> log = new ArrayList<>();
  private int commands;

  @CanIgnoreReturnValue
  public List<BookEvent> at(Instant at, BookCommand command) {
    var entry = new LogEntry(log.size() + 1L, at, command);
    log.add(entry);
    return book.apply(entry);
  }

  @CanIgnoreReturnValue
  public List<BookEvent> does(BookCommand command) {
    return at(NOON_BEFORE, command);
  }

  @CanIgnoreReturnValue
  public List<BookEvent> place(Order order) {
    return does(new BookCommand.Place(order));
  }

  @CanIgnoreReturnValue
  public List<BookEvent> cancel(String orderId) {
    return does(new BookCommand.Cancel(nextId(), orderId, "receipt-cancel"));
  }

  @CanIgnoreReturnValue
  public List<BookEvent> amend(String orderId, long qtyWh, Limit limit) {
    return does(new BookCommand.Amend(nextId(), orderId, qtyWh, limit, "receipt-amend"));
  }

  @CanIgnoreReturnValue
  public List<BookEvent> voids(long tradeNumber, Fault fault) {
    return does(new BookCommand.VoidTrade(nextId(), tradeNumber, fault));
  }

  @CanIgnoreReturnValue
  public List<BookEvent> closeGate() {
    return at(GATE, new BookCommand.Advance(nextId()));
  }

  public List<String> trades() {
    return tradesOf(book.trades().stream().map(BookedTrade::trade).toList());
  }

  public static List<String> trades(List<BookEvent> events) {
    return tradesOf(
        events.stream()
            .filter(BookEvent.Traded.class::isInstance)
            .map(event -> ((BookEvent.Traded) event).trade())
            .toList());
  }

  private static List<String> tradesOf(List<Trade> trades) {
    return trades.stream()
        .map(trade ->
            trade.sellOrder()
                + ">"
                + trade.buyOrder()
                + " "
                + trade.qtyWh()
                + "@"
                + trade.priceMicro())
        .toList();
  }

  public static Order sell(String id, long qtyWh, long priceMicro) {
    return order(id, Side.SELL, qtyWh, new Limit.At(priceMicro));
  }

  public static Order buy(String id, long qtyWh, long priceMicro) {
    return order(id, Side.BUY, qtyWh, new Limit.At(priceMicro));
  }

  public static Order order(String id, Side side, long qtyWh, Limit limit) {
    return orderBy("party-of-" + id, id, side, qtyWh, limit);
  }

  public static Order orderBy(String party, String id, Side side, long qtyWh, Limit limit) {
    return Order.plain(id, party, "meter-of-" + party, side, qtyWh, limit, TERMS, "receipt-" + id);
  }

  private String nextId() {
    commands++;
    return "command-" + commands;
  }
}
