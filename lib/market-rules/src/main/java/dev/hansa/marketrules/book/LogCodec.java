package dev.hansa.marketrules.book;

import dev.hansa.marketrules.CanonicalBytes;
import dev.hansa.marketrules.CanonicalReader;
import dev.hansa.marketrules.Require;
import dev.hansa.marketrules.money.Seed;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;

/// The entries of a book's log as bytes: one encoding for each entry, so that the bytes may be
/// hashed, and nothing else is read.
public final class LogCodec {
  private static final long VERSION = 1;
  private static final long PLACE = 1;
  private static final long AMEND = 2;
  private static final long CANCEL = 3;
  private static final long INVALIDATE = 4;
  private static final long VOID_TRADE = 5;
  private static final long SET_SEED = 6;
  private static final long ADVANCE = 7;

  private LogCodec() {}

  public static byte[] encode(LogEntry entry) {
    var out = new CanonicalBytes().put(VERSION).put(entry.seq()).put(entry.at());
    switch (entry.command()) {
      case BookCommand.Place(var order) -> write(order, out.put(PLACE));
      case BookCommand.Amend amend -> {
        out.put(AMEND).put(amend.commandId()).put(amend.orderId()).put(amend.qtyWh());
        write(amend.limit(), out);
        out.put(amend.receiptId());
      }
      case BookCommand.Cancel(var id, var orderId, var receiptId) ->
          out.put(CANCEL).put(id).put(orderId).put(receiptId);
      case BookCommand.Invalidate(var id, var orderIds) -> {
        out.put(INVALIDATE).put(id).put((long) orderIds.size());
        orderIds.forEach(out::put);
      }
      case BookCommand.VoidTrade(var id, var number, var fault) ->
          out.put(VOID_TRADE).put(id).put(number).put(fault);
      case BookCommand.SetSeed(var id, var seed) -> out.put(SET_SEED).put(id).put(seed.hex());
      case BookCommand.Advance(var id) -> out.put(ADVANCE).put(id);
    }
    return out.toBytes();
  }

  /// Reads what [#encode(LogEntry)] wrote; anything else is an `IllegalArgumentException`, as a log
  /// is our own.
  public static LogEntry decode(byte[] bytes) {
    var in = new CanonicalReader(bytes);
    Require.that(in.number() == VERSION, "a log entry is of version 1");
    long seq = in.number();
    var at = in.moment();
    var command = command(in);
    in.end();
    return new LogEntry(seq, at, command);
  }

  private static BookCommand command(CanonicalReader in) {
    long kind = in.number();
    if (kind == PLACE) {
      return new BookCommand.Place(order(in));
    }
    if (kind == AMEND) {
      return new BookCommand.Amend(in.text(), in.text(), in.number(), limit(in), in.text());
    }
    if (kind == CANCEL) {
      return new BookCommand.Cancel(in.text(), in.text(), in.text());
    }
    if (kind == INVALIDATE) {
      var id = in.text();
      int count = in.choice(BookCommand.INVALIDATE_MAX + 1);
      var orderIds = new ArrayList<String>();
      for (int i = 0; i < count; i++) {
        orderIds.add(in.text());
      }
      return new BookCommand.Invalidate(id, orderIds);
    }
    if (kind == VOID_TRADE) {
      return new BookCommand.VoidTrade(in.text(), in.number(), in.choice(Fault.class));
    }
    if (kind == SET_SEED) {
      return new BookCommand.SetSeed(in.text(), new Seed(in.text()));
    }
    Require.that(kind == ADVANCE, "a log entry is of a known kind");
    return new BookCommand.Advance(in.text());
  }

  static void write(Order order, CanonicalBytes out) {
    out.put(order.id()).put(order.party()).put(order.meterKey());
    out.put(order.side()).put(order.qtyWh());
    write(order.limit(), out);
    out.put(order.timeInForce()).put(order.minQtyWh());
    var product = order.product();
    write(product.source(), out);
    write(product.support(), out);
    write(product.ageDays(), out);
    write(product.gridArea(), out);
    var filter = order.filter();
    write(filter.source(), out);
    write(filter.support(), out);
    write(filter.ageDaysMax(), out);
    write(filter.gridArea(), out);
    out.put(order.validUntil()).put(order.receiptId());
  }

  private static Order order(CanonicalReader in) {
    return new Order(
        in.text(),
        in.text(),
        in.text(),
        in.choice(Side.class),
        in.number(),
        limit(in),
        in.choice(TimeInForce.class),
        in.number(),
        new Product(optionalText(in), optionalText(in), optionalInt(in), optionalText(in)),
        new ProductFilter(optionalText(in), optionalText(in), optionalInt(in), optionalText(in)),
        in.moment(),
        in.text());
  }

  /// A plain limit has 0 steps here, as a range of one step is another thing.
  private static void write(Limit limit, CanonicalBytes out) {
    switch (limit) {
      case Limit.At(var price) -> out.put(0).put(price);
      case Limit.Range(var low, var high, var steps) -> out.put((long) steps).put(low).put(high);
    }
  }

  private static Limit limit(CanonicalReader in) {
    int steps = in.choice(Limit.STEPS_MAX + 1);
    return steps == 0
        ? new Limit.At(in.number())
        : new Limit.Range(in.number(), in.number(), steps);
  }

  static void write(Trade trade, CanonicalBytes out) {
    out.put(trade.number()).put(trade.seq()).put(trade.at());
    out.put(trade.sellOrder()).put((long) trade.sellStep()).put(trade.seller());
    out.put(trade.sellerMeter()).put(trade.sellReceipt());
    out.put(trade.buyOrder()).put((long) trade.buyStep()).put(trade.buyer());
    out.put(trade.buyerMeter()).put(trade.buyReceipt());
    out.put(trade.qtyWh()).put(trade.priceMicro());
  }

  private static void write(Optional<String> text, CanonicalBytes out) {
    out.put(text.orElse(""));
  }

  private static Optional<String> optionalText(CanonicalReader in) {
    var text = in.text();
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static void write(OptionalInt number, CanonicalBytes out) {
    out.put((long) number.orElse(-1));
  }

  private static OptionalInt optionalInt(CanonicalReader in) {
    long number = in.number();
    Require.that(number >= -1 && number <= Integer.MAX_VALUE, "an age is -1 or a count of days");
    return number < 0 ? OptionalInt.empty() : OptionalInt.of((int) number);
  }
}
