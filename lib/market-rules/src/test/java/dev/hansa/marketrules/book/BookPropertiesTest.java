package dev.hansa.marketrules.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.marketrules.Interval;
import dev.hansa.marketrules.money.Currency;
import dev.hansa.marketrules.settlement.Reservation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The invariants of the domain's section 4.9 that are about books, over random logs.
class BookPropertiesTest {
  @Provide
  Arbitrary<List<RandomLogs.Move>> moves() {
    return RandomLogs.moves();
  }

  @Property(tries = 500)
  void inv_01_what_is_sold_is_bought(@ForAll("moves") List<RandomLogs.Move> moves) {
    var book = OrderBook.replay(Books.TERMS, RandomLogs.log(moves));
    long valid =
        book.trades().stream()
            .filter(trade -> trade.state() != BookedTrade.State.VOID)
            .mapToLong(trade -> trade.trade().qtyWh())
            .sum();
    assertThat(traded(book, Side.SELL)).isEqualTo(valid);
    assertThat(traded(book, Side.BUY)).isEqualTo(valid);
  }

  private static long traded(OrderBook book, Side side) {
    return book.orders().stream()
        .filter(order -> order.order().side() == side)
        .mapToLong(OrderView::tradedWh)
        .sum();
  }

  @Property(tries = 300)
  void inv_02_no_party_sells_above_its_connection_over_all_books(
      @ForAll("moves") List<RandomLogs.Move> moves) {
    var books = new ArrayList<OrderBook>();
    var logs = new ArrayList<List<LogEntry>>();
    for (int i = 0; i < 3; i++) {
      var terms = BookTerms.of("zone" + i, new Interval(Books.DELIVERY), Currency.EUR);
      books.add(new OrderBook(terms));
      logs.add(new ArrayList<>());
    }
    var reserved = new HashMap<String, Reservation>();
    for (RandomLogs.Move move : moves) {
      int at = move.target() % 3;
      var entry = RandomLogs.next(move, books.get(at), logs.get(at));
      // An amendment would need its own reservation; the caller knows it, this test leaves it out.
      if (entry.command() instanceof BookCommand.Amend) {
        continue;
      }
      if (entry.command() instanceof BookCommand.Place(var order)
          && order.side() == Side.SELL
          && books.get(at).wouldRefuse(order, entry.at()).isEmpty()) {
        var before =
            reserved.getOrDefault(order.meterKey(), new Reservation(Reservation.ceilingWh(120), 0));
        var after = before.take(order.qtyWh());
        if (after.isEmpty()) {
          continue;
        }
        reserved.put(order.meterKey(), after.get());
      }
      logs.get(at).add(entry);
      release(books.get(at), books.get(at).apply(entry), reserved);
      for (var meter : inUse(books).entrySet()) {
        var reservation = reserved.getOrDefault(meter.getKey(), new Reservation(30, 0));
        assertThat(meter.getValue()).isLessThanOrEqualTo(reservation.ceiling());
        assertThat(reservation.taken()).isEqualTo(meter.getValue());
      }
    }
  }

  private static void release(
      OrderBook book, List<BookEvent> events, Map<String, Reservation> reserved) {
    for (BookEvent event : events) {
      if (event instanceof BookEvent.Removed(var id, _, var qtyWh, _)) {
        release(book, id, qtyWh, reserved);
      } else if (event instanceof BookEvent.Released(var id, _, var qtyWh)) {
        release(book, id, qtyWh, reserved);
      }
    }
  }

  private static void release(
      OrderBook book, String orderId, long qtyWh, Map<String, Reservation> reserved) {
    var order = book.order(orderId).orElseThrow().order();
    if (order.side() == Side.SELL) {
      reserved.computeIfPresent(order.meterKey(), (_, reservation) -> reservation.release(qtyWh));
    }
  }

  private static Map<String, Long> inUse(List<OrderBook> books) {
    var use = new TreeMap<String, Long>();
    for (OrderBook book : books) {
      for (OrderView view : book.orders()) {
        if (view.order().side() == Side.SELL) {
          use.merge(view.order().meterKey(), view.tradedWh() + view.restingWh(), Long::sum);
        }
      }
    }
    return use;
  }

  @Property(tries = 500)
  void inv_09_nobody_trades_beyond_its_limit(@ForAll("moves") List<RandomLogs.Move> moves) {
    var log = RandomLogs.log(moves);
    var book = new OrderBook(Books.TERMS);
    for (LogEntry entry : log) {
      for (BookEvent event : book.apply(entry)) {
        if (event instanceof BookEvent.Traded(var trade)) {
          assertThat(trade.priceMicro())
              .isGreaterThanOrEqualTo(limit(book, trade.sellOrder(), trade.sellStep()))
              .isLessThanOrEqualTo(limit(book, trade.buyOrder(), trade.buyStep()));
        }
      }
    }
  }

  private static long limit(OrderBook book, String orderId, int step) {
    var order = book.order(orderId).orElseThrow().order();
    return Ladder.steps(order.side(), 100, order.limit(), 10).get(step).priceMicro();
  }

  @Property(tries = 500)
  void inv_10_no_compatible_orders_cross_after_any_entry(
      @ForAll("moves") List<RandomLogs.Move> moves) {
    var book = new OrderBook(Books.TERMS);
    var mirror = new Mirror();
    for (LogEntry entry : RandomLogs.log(moves)) {
      mirror.read(book.apply(entry));
      assertMirrored(book, mirror);
      for (var ask : mirror.resting.entrySet()) {
        for (var bid : mirror.resting.entrySet()) {
          assertThat(crosses(book, ask, bid)).as("%s and %s cross", ask, bid).isFalse();
        }
      }
    }
  }

  private static void assertMirrored(OrderBook book, Mirror mirror) {
    for (OrderView view : book.orders()) {
      var id = view.order().id();
      assertThat(mirror.restingOf(id)).isEqualTo(view.restingWh());
      assertThat(mirror.traded.getOrDefault(id, 0L)).isEqualTo(view.tradedWh());
    }
  }

  private static boolean crosses(
      OrderBook book,
      Map.Entry<Mirror.Key, Mirror.Rest> ask,
      Map.Entry<Mirror.Key, Mirror.Rest> bid) {
    var sell = book.order(ask.getKey().orderId()).orElseThrow().order();
    var buy = book.order(bid.getKey().orderId()).orElseThrow().order();
    long qtyWh = Math.min(ask.getValue().qtyWh(), bid.getValue().qtyWh());
    return sell.side() == Side.SELL
        && buy.side() == Side.BUY
        && ask.getValue().priceMicro() <= bid.getValue().priceMicro()
        && buy.filter().accepts(sell.product())
        && qtyWh >= Math.max(sell.minQtyWh(), buy.minQtyWh());
  }

  @Property(tries = 500)
  void inv_12_no_legal_entity_trades_with_itself(@ForAll("moves") List<RandomLogs.Move> moves) {
    assertThat(OrderBook.replay(Books.TERMS, RandomLogs.log(moves)).trades())
        .noneMatch(trade -> trade.trade().seller().equals(trade.trade().buyer()));
  }

  @Property(tries = 200)
  void inv_13_the_same_log_gives_the_same_bytes_also_from_its_bytes(
      @ForAll("moves") List<RandomLogs.Move> moves) {
    var log = RandomLogs.log(moves);
    var first = new OrderBook(Books.TERMS);
    var second = new OrderBook(Books.TERMS);
    for (LogEntry entry : log) {
      var events = first.apply(entry);
      assertThat(second.apply(LogCodec.decode(LogCodec.encode(entry)))).isEqualTo(events);
      assertThat(second.stateBytes()).isEqualTo(first.stateBytes());
    }
  }

  @Property(tries = 200)
  void inv_13_the_order_of_entries_of_independent_books_changes_nothing(
      @ForAll("moves") List<RandomLogs.Move> one,
      @ForAll("moves") List<RandomLogs.Move> other,
      @ForAll List<Boolean> turns) {
    var logs = List.of(RandomLogs.log(one), RandomLogs.log(other));
    var books = List.of(new OrderBook(Books.TERMS), new OrderBook(Books.TERMS));
    for (int at = 0;
        books.get(0).seq() + books.get(1).seq() < logs.get(0).size() + logs.get(1).size();
        at++) {
      int turn = !turns.isEmpty() && turns.get(at % turns.size()) ? 1 : 0;
      int next = books.get(turn).seq() < logs.get(turn).size() ? turn : 1 - turn;
      var _ = books.get(next).apply(logs.get(next).get((int) books.get(next).seq()));
    }
    for (int i = 0; i < 2; i++) {
      assertThat(books.get(i).stateHash())
          .isEqualTo(OrderBook.replay(Books.TERMS, logs.get(i)).stateHash());
    }
  }

  @Property(tries = 300)
  void inv_14_a_repeated_command_changes_nothing_and_has_the_first_receipt(
      @ForAll("moves") List<RandomLogs.Move> moves) {
    var log = new ArrayList<>(RandomLogs.log(moves));
    var book = OrderBook.replay(Books.TERMS, log);
    var end = log.stream().map(LogEntry::at).max(java.util.Comparator.naturalOrder()).orElseThrow();
    var orders = book.orders();
    var trades = book.trades();
    var depth = book.depth();
    for (LogEntry earlier : List.copyOf(log)) {
      var entry = new LogEntry(log.size() + 1L, end, earlier.command());
      log.add(entry);
      assertThat(book.apply(entry))
          .singleElement()
          .isInstanceOfSatisfying(
              BookEvent.Repeated.class,
              repeated ->
                  assertThat(repeated.receiptId()).isEqualTo(earlier.command().receiptId()));
    }
    assertThat(book.orders()).isEqualTo(orders);
    assertThat(book.trades()).isEqualTo(trades);
    assertThat(book.depth()).isEqualTo(depth);
  }

  @Property(tries = 500)
  void a_plain_engine_that_looks_at_everything_finds_the_same_trades(
      @ForAll("placements") List<RandomLogs.Move> moves) {
    var book = new OrderBook(Books.TERMS);
    var plain = new PlainEngine();
    long seq = 0;
    for (RandomLogs.Move move : moves) {
      seq++;
      var order = RandomLogs.order(move, "o" + seq).withValidUntil(Books.GATE);
      var entry = new LogEntry(seq, Books.NOON_BEFORE, new BookCommand.Place(order));
      var trades = Books.trades(book.apply(entry));
      if (order.refusal(Books.TERMS).isEmpty()) {
        assertThat(trades).isEqualTo(plain.place(order));
      }
    }
  }

  @Provide
  Arbitrary<List<RandomLogs.Move>> placements() {
    return RandomLogs.moves().filter(moves -> !moves.isEmpty());
  }

  @Property(tries = 50)
  void a_book_of_orders_of_one_wh_adds_up(@ForAll("sides") List<Side> sides) {
    var house = new Books();
    int number = 0;
    for (Side side : sides) {
      number++;
      house.place(Books.order("o" + number, side, 1, new Limit.At(10)));
    }
    long sells = sides.stream().filter(side -> side == Side.SELL).count();
    assertThat(house.book.trades()).hasSize((int) Math.min(sells, sides.size() - sells));
  }

  @Provide
  Arbitrary<List<Side>> sides() {
    return Arbitraries.of(Side.class).list().ofMaxSize(2_000);
  }
}
