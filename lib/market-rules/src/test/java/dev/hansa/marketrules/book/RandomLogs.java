package dev.hansa.marketrules.book;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// Logs as an adversary would write them: few parties and prices, so that much crosses; zero, one
/// and enormous quantities; negative prices; filters; repetitions; voids; a clock that jumps.
final class RandomLogs {
  private static final Product SOLAR =
      new Product(
          Optional.of("solar"), Optional.of("none"), OptionalInt.of(30), Optional.of("north"));
  private static final ProductFilter WANTS_SOLAR =
      new ProductFilter(
          Optional.of("solar"), Optional.empty(), OptionalInt.of(30), Optional.empty());

  /// What to do, with numbers that find their object in whatever is there then.
  record Move(int kind, int who, int target, long qtyWh, int low, int width, int shape, int time) {}

  private RandomLogs() {}

  static Arbitrary<List<Move>> moves() {
    var qty =
        Arbitraries.frequencyOf(
            Tuple.of(20, Arbitraries.longs().between(1, 20)),
            Tuple.of(3, Arbitraries.just(1L)),
            Tuple.of(1, Arbitraries.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, Order.QTY_WH_MAX)));
    return Combinators.combine(
            Arbitraries.integers().between(0, 99),
            Arbitraries.integers().between(0, 5),
            Arbitraries.integers().between(0, 1000),
            qty,
            Arbitraries.integers().between(-3, 3),
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(0, 999),
            Arbitraries.integers().between(0, 99))
        .as(Move::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  /// The next entry for a book as it stands.
  static LogEntry next(Move move, OrderBook book, List<LogEntry> log) {
    long seq = log.size() + 1L;
    return new LogEntry(seq, time(move, seq), command(move, book, log, "c" + seq));
  }

  static List<LogEntry> log(List<Move> moves) {
    var book = new OrderBook(Books.TERMS);
    var log = new ArrayList<LogEntry>();
    for (Move move : moves) {
      var entry = next(move, book, log);
      log.add(entry);
      var _ = book.apply(entry);
    }
    return log;
  }

  private static Instant time(Move move, long seq) {
    if (move.time() == 99 && seq > 40) {
      return Books.GATE.plusMillis(move.target());
    }
    // Between a jump back of a minute and one forward, so that some orders expire on the way.
    return Books.NOON_BEFORE.plusSeconds(seq * 10 + move.time() % 7 * 20L - 60);
  }

  private static BookCommand command(Move move, OrderBook book, List<LogEntry> log, String id) {
    if (move.kind() >= 95 && !log.isEmpty()) {
      return log.get(move.target() % log.size()).command();
    }
    var orders = book.orders();
    var trades = book.trades();
    if (move.kind() >= 88 && !trades.isEmpty()) {
      var fault = List.of(Fault.values()).get(move.shape() % 3);
      return new BookCommand.VoidTrade(id, move.target() % (trades.size() + 1L), fault);
    }
    if (move.kind() >= 70 && !orders.isEmpty()) {
      var target = orders.get(move.target() % orders.size()).order().id();
      return switch (move.kind() % 3) {
        case 0 -> new BookCommand.Cancel(id, target, "r" + id);
        case 1 -> new BookCommand.Invalidate(id, List.of(target, "nobody"));
        default -> new BookCommand.Amend(id, target, move.qtyWh(), limit(move), "r" + id);
      };
    }
    return new BookCommand.Place(order(move, id));
  }

  static Order order(Move move, String id) {
    var side = move.shape() % 2 == 0 ? Side.SELL : Side.BUY;
    var order =
        Books.orderBy("party" + move.who(), id, side, move.qtyWh(), limit(move))
            .with(tif(move.shape() / 2 % 8))
            .withMinQty(move.shape() / 16 % 4 == 0 ? move.target() % 4 : 0);
    if (move.shape() / 64 % 4 == 0) {
      order = order.withValidUntil(Books.NOON_BEFORE.plusSeconds(move.target()));
    }
    if (side == Side.SELL && move.shape() % 3 == 0) {
      return order.with(SOLAR);
    }
    return side == Side.BUY && move.shape() % 5 == 0 ? order.with(WANTS_SOLAR) : order;
  }

  private static TimeInForce tif(int number) {
    return switch (number) {
      case 0 -> TimeInForce.IOC;
      case 1 -> TimeInForce.FOK;
      default -> TimeInForce.GTC;
    };
  }

  private static Limit limit(Move move) {
    return move.width() == 0
        ? new Limit.At(move.low() * 10L)
        : new Limit.Range(
            move.low() * 10L, (move.low() + move.width()) * 10L, 1 + move.target() % 5);
  }
}
