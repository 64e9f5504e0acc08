package dev.hansa.marketplace.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.marketplace.domain.Books.Desk;
import dev.hansa.marketplace.domain.Books.Direction;
import dev.hansa.marketplace.domain.EvidenceRoom.Meter;
import dev.hansa.marketplace.domain.EvidenceRoom.Payment;
import dev.hansa.marketrules.book.BookCommand;
import dev.hansa.marketrules.book.BookEvent;
import dev.hansa.marketrules.book.BookTerms;
import dev.hansa.marketrules.book.Order;
import dev.hansa.marketrules.book.OrderBook;
import dev.hansa.marketrules.book.Product;
import dev.hansa.marketrules.book.ProductFilter;
import dev.hansa.marketrules.book.Rejection;
import dev.hansa.marketrules.book.Side;
import dev.hansa.marketrules.money.Nano;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Orders: first the decision, then one transaction that reserves, writes the book's log and
/// matches.
public final class Orders {
  private final Books books;
  private final Decisions decisions;
  private final EvidenceRoom evidence;
  private final Clock clock;

  public Orders(Books books, Decisions decisions, EvidenceRoom evidence, Clock clock) {
    this.books = books;
    this.decisions = decisions;
    this.evidence = evidence;
    this.clock = clock;
  }

  public OrderOutcome place(Trader trader, OrderWish wish) {
    var meter = meter(trader, wish);
    if (meter.isEmpty()) {
      return new OrderOutcome.NoMeter();
    }
    var unsigned = order(trader, wish, meter.get(), "undecided");
    var again = repeated(wish, unsigned);
    if (again.isPresent()) {
      return again.get();
    }
    var early =
        books
            .look(wish.terms().id(), book -> book.wouldRefuse(unsigned, clock.instant()))
            .orElseGet(() -> new OrderBook(wish.terms()).wouldRefuse(unsigned, clock.instant()));
    if (early.isPresent() && !isPoliciesToSay(early.get())) {
      return new OrderOutcome.Rejected(early.get());
    }
    return switch (decisions.decide(act(trader, wish, meter.get()))) {
      case Decisions.Decision.Refused(var receipt, var reasons) ->
          new OrderOutcome.Refused(receipt, reasons);
      case Decisions.Decision.Allowed(var receipt, _) ->
          carryOut(wish, meter.get(), order(trader, wish, meter.get(), receipt));
    };
  }

  /// The same request again gets the same order with the same receipt, and nothing is decided anew.
  private Optional<OrderOutcome> repeated(OrderWish wish, Order order) {
    return books
        .look(wish.terms().id(), book -> book.order(order.id()))
        .flatMap(view -> view)
        .map(view -> {
          var first = view.order();
          boolean same =
              first.side() == order.side()
                  && first.qtyWh() == order.qtyWh()
                  && first.limit().equals(order.limit())
                  && first.meterKey().equals(order.meterKey());
          return same
              ? new OrderOutcome.Placed(view, List.of(), first.receiptId())
              : new OrderOutcome.Rejected(Rejection.COMMAND_ID_TAKEN);
        });
  }

  /// Quantity and gate have policies of their own, with words for people.
  private static boolean isPoliciesToSay(Rejection rejection) {
    return switch (rejection) {
      case QUANTITY, GATE_CLOSED, EXPIRED -> true;
      case COMMAND_ID_TAKEN,
          PRICE,
          TICK,
          VALUE,
          MIN_QUANTITY,
          NO_SUCH_ORDER,
          NOT_RESTING,
          BELOW_FILLED,
          NO_SUCH_TRADE,
          ALREADY_VOID,
          SEED_SET ->
          false;
    };
  }

  private Optional<Meter> meter(Trader trader, OrderWish wish) {
    for (var id : wish.evidence()) {
      var meter = evidence.meter(id);
      if (meter.isPresent() && meter.get().party().equals(trader.party())) {
        return meter;
      }
    }
    return Optional.empty();
  }

  private Optional<Payment> payment(Trader trader, OrderWish wish) {
    for (var id : wish.evidence()) {
      var payment = evidence.payment(id);
      if (payment.isPresent() && payment.get().party().equals(trader.party())) {
        return payment;
      }
    }
    return Optional.empty();
  }

  /// The identifier is the party's own request: the same request again is the same order.
  public static String orderId(String party, String requestId) {
    return "ord-" + Bytes.utf8(party + "\n" + requestId).sha256().toHex().substring(0, 32);
  }

  private static Order order(Trader trader, OrderWish wish, Meter meter, String receipt) {
    return new Order(
        orderId(trader.party(), wish.requestId()),
        trader.party(),
        meter.meterKey(),
        wish.side(),
        wish.qtyWh(),
        wish.limit(),
        wish.timeInForce(),
        wish.minQtyWh(),
        Product.UNSPECIFIED,
        ProductFilter.ANY,
        wish.terms().gateClosure(),
        receipt);
  }

  private Decisions.Act act(Trader trader, OrderWish wish, Meter meter) {
    var context =
        Json.newObject()
            .put("deliveryStart", wish.terms().interval().start().toString())
            .put("qtyWh", wish.qtyWh());
    var shown = context.putArray("evidence");
    wish.evidence().forEach(shown::add);
    if (wish.side() == Side.SELL) {
      context
          .put("priceMicro", wish.limit().lowMicro())
          .put(
              "alreadyOfferedWh",
              books.offeredWh(meter.meterKey(), Direction.EXPORT, wish.terms().interval()));
    } else {
      var currency = wish.terms().currency();
      long promised = books.promisedNano(trader.party(), currency.code());
      context
          .put("priceMicro", wish.limit().highMicro())
          .put("worstCaseMinor", Nano.coveringMinor(worstCaseNano(wish), currency))
          .put("reservedMinor", Nano.coveringMinor(promised, currency));
    }
    return new Decisions.Act(
        trader.sessionId(),
        wish.side() == Side.SELL ? "placeSellOrder" : "placeBuyOrder",
        "Lot",
        wish.terms().id(),
        lot(wish.terms()),
        context);
  }

  private ObjectNode lot(BookTerms terms) {
    return Json.newObject()
        .put("mechanism", "CDA")
        .put("zone", terms.zone())
        .put("currency", terms.currency().code())
        .put("open", true)
        .put("gateCloses", terms.gateClosure().toString());
  }

  private static long worstCaseNano(OrderWish wish) {
    return Math.max(0, Nano.value(wish.qtyWh(), wish.limit().highMicro()));
  }

  private OrderOutcome carryOut(OrderWish wish, Meter meter, Order order) {
    long limitNano = wish.side() == Side.BUY ? fundsLimitNano(wish, order) : 0;
    var doubtful = doubtful(wish.terms(), order);
    return books.hold(
        wish.terms(),
        desk -> {
          var known = desk.book().order(order.id());
          if (known.isPresent()) {
            return new OrderOutcome.Placed(known.get(), List.of(), known.get().order().receiptId());
          }
          var refusal = desk.book().wouldRefuse(order, clock.instant());
          if (refusal.isPresent()) {
            return new OrderOutcome.Rejected(refusal.get());
          }
          if (!reserve(desk, wish, meter, order, limitNano)) {
            return overtaken(wish.side(), order.receiptId());
          }
          return match(desk, order, doubtful);
        });
  }

  private long fundsLimitNano(OrderWish wish, Order order) {
    var trader = new Trader("", order.party(), "", false);
    var currency = wish.terms().currency();
    // No payment shown with this order: the decision rested on the one its party showed before, and
    // has
    // compared already; the reservation then only counts.
    return payment(trader, wish)
        .filter(payment -> payment.currency().equals(currency.code()))
        .map(payment -> Math.multiplyExact(payment.limitMinor(), currency.nanoPerMinor()))
        .orElse(Long.MAX_VALUE / 2);
  }

  private static boolean reserve(
      Desk desk, OrderWish wish, Meter meter, Order order, long limitNano) {
    return wish.side() == Side.SELL
        ? desk.offer(
            meter.meterKey(),
            Direction.EXPORT,
            wish.terms().interval(),
            order.qtyWh(),
            meter.exportWhMax())
        : desk.promise(
            order.party(), wish.terms().currency().code(), worstCaseNano(wish), limitNano);
  }

  private static OrderOutcome overtaken(Side side, String receipt) {
    return side == Side.SELL
        ? new OrderOutcome.Overtaken(
            receipt,
            "F03-export-ceiling",
            "This is more energy than your connection can still deliver in that quarter of an hour.")
        : new OrderOutcome.Overtaken(
            receipt,
            "F04-cover",
            "Your payment guarantee does not cover what this order could cost.");
  }

  /// Resting orders that this one would meet, and whose credentials are no longer valid.
  private List<String> doubtful(BookTerms terms, Order order) {
    var met =
        books
            .look(
                terms.id(),
                book ->
                    book.wouldMeet(order).stream().flatMap(id -> book.order(id).stream()).toList())
            .orElse(List.of());
    var standing =
        decisions.standing(met.stream().map(view -> view.order().receiptId()).distinct().toList());
    return met.stream()
        .filter(view -> !standing.contains(view.order().receiptId()))
        .map(view -> view.order().id())
        .distinct()
        .toList();
  }

  private OrderOutcome match(Desk desk, Order order, List<String> doubtful) {
    var at = clock.instant();
    var events = new ArrayList<BookEvent>();
    if (!doubtful.isEmpty()) {
      events.addAll(desk.append(new BookCommand.Invalidate("inv-" + order.id(), doubtful), at));
    }
    desk.register(order, at);
    events.addAll(desk.append(new BookCommand.Place(order), at));
    release(desk, events);
    var view = desk.book().order(order.id()).orElseThrow();
    return new OrderOutcome.Placed(view, events, order.receiptId());
  }

  /// What left the book without a trade is free again.
  static void release(Desk desk, List<BookEvent> events) {
    for (var event : events) {
      if (event instanceof BookEvent.Removed(var orderId, _, long qtyWh, _)) {
        free(desk, orderId, qtyWh);
      } else if (event instanceof BookEvent.Released(var orderId, _, long qtyWh)) {
        free(desk, orderId, qtyWh);
      }
    }
  }

  private static void free(Desk desk, String orderId, long qtyWh) {
    var order = desk.book().order(orderId).orElseThrow().order();
    var terms = desk.book().terms();
    if (order.side() == Side.SELL) {
      desk.takeBack(order.meterKey(), Direction.EXPORT, terms.interval(), qtyWh);
    } else {
      long nano = Math.max(0, Nano.value(qtyWh, order.limit().highMicro()));
      desk.freeFunds(order.party(), terms.currency().code(), nano);
    }
  }

  /// Takes an order's rest out of its book. Only its owner may; stays possible under any
  /// revocation.
  public CancelOutcome cancel(Trader trader, String orderId, String requestId) {
    var placed = books.find(orderId);
    if (placed.isEmpty()) {
      return new CancelOutcome.NoSuchOrder();
    }
    var properties = Json.newObject().put("owner", placed.get().party());
    var act =
        new Decisions.Act(
            trader.sessionId(), "cancelOrder", "Order", orderId, properties, Json.newObject());
    return switch (decisions.decide(act)) {
      case Decisions.Decision.Refused(var receipt, var reasons) ->
          new CancelOutcome.Refused(receipt, reasons);
      case Decisions.Decision.Allowed(var receipt, _) ->
          books.hold(
              placed.get().terms(),
              desk -> {
                var id = orderId(trader.party(), requestId);
                var events =
                    desk.append(new BookCommand.Cancel(id, orderId, receipt), clock.instant());
                release(desk, events);
                return new CancelOutcome.Cancelled(
                    desk.book().order(orderId).orElseThrow(), receipt);
              });
    };
  }
}
