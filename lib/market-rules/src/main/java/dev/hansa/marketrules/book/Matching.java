package dev.hansa.marketrules.book;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;

/// The two sides of a book and how orders meet, rest, leave and come back. The book tells it the
/// moment and the sequence number before each entry, and takes the events after it.
final class Matching {
  private final BookTerms terms;
  private final List<BookEvent> events;
  private final List<Match> matches;
  final BookSide bids = new BookSide(Side.BUY);
  final BookSide asks = new BookSide(Side.SELL);
  private final PriorityQueue<Resting> expiring =
      new PriorityQueue<>(
          Comparator.<Resting, Instant>comparing(step -> step.owner.order.validUntil())
              .thenComparingLong(step -> step.priority));
  private final Plan plan = new Plan();
  private Instant now = Instant.EPOCH;
  private long seq;

  Matching(BookTerms terms, List<BookEvent> events, List<Match> matches) {
    this.terms = terms;
    this.events = events;
    this.matches = matches;
  }

  void begin(long entrySeq, Instant at) {
    seq = entrySeq;
    now = at;
  }

  void expire() {
    for (Resting step = expiring.peek();
        step != null && !now.isBefore(step.owner.order.validUntil());
        step = expiring.peek()) {
      expiring.remove();
      if (step.level != null) {
        remove(step, Removal.EXPIRED);
      }
    }
  }

  void closeGate() {
    removeAll(asks);
    removeAll(bids);
    expiring.clear();
    events.add(new BookEvent.GateClosed());
  }

  private void removeAll(BookSide side) {
    for (Level level = side.best(); level != null; level = side.best()) {
      for (Resting step = level.head; step != null; step = level.head) {
        remove(step, Removal.GATE_CLOSED);
      }
    }
  }

  /// The orders that would be met if this one came now.
  List<String> wouldMeet(Order order, long nextSeq) {
    var state = new OrderState(order, nextSeq);
    state.enter(order, nextSeq, order.qtyWh(), terms.tickMicro());
    var _ = walk(state);
    var met = new LinkedHashSet<String>();
    for (int i = 0; i < plan.size(); i++) {
      met.add(plan.met(i).owner.order.id());
    }
    plan.clear();
    return List.copyOf(met);
  }

  /// An order, or what an amendment left of it, comes in: it meets what it can and the rest rests
  /// or ends.
  void enter(OrderState state, Order order, long qtyWh) {
    state.enter(order, seq, qtyWh, terms.tickMicro());
    var left = walk(state);
    if (order.timeInForce() == TimeInForce.FOK && !isAllZero(left)) {
      plan.clear();
      for (Resting step : state.steps) {
        drop(step, Removal.FILL_OR_KILL);
      }
      return;
    }
    carryOutPlan();
    for (int i = 0; i < left.length; i++) {
      settleRest(state.steps[i], left[i] < 0);
    }
  }

  private long[] walk(OrderState state) {
    var steps = state.steps;
    var opposite = sideOf(state.order.side().opposite()).best();
    var left = new long[steps.length];
    for (int i = 0; i < steps.length; i++) {
      // The step that reaches furthest goes first.
      int index = state.order.side() == Side.SELL ? i : steps.length - 1 - i;
      left[index] = plan.walk(steps[index], opposite);
    }
    return left;
  }

  private static boolean isAllZero(long[] numbers) {
    for (long number : numbers) {
      if (number != 0) {
        return false;
      }
    }
    return true;
  }

  private void settleRest(Resting step, boolean selfTrade) {
    if (step.open == 0) {
      return;
    }
    if (selfTrade) {
      drop(step, Removal.SELF_TRADE);
    } else if (step.open < step.owner.minQty) {
      drop(step, Removal.BELOW_MIN_QUANTITY);
    } else if (step.owner.order.timeInForce() != TimeInForce.GTC) {
      drop(step, Removal.IMMEDIATE_OR_CANCEL);
    } else {
      sideOf(step.owner.order.side()).add(step);
      if (step.owner.order.validUntil().isBefore(terms.gateClosure())) {
        expiring.add(step);
      }
      events.add(new BookEvent.Rested(step.owner.order.id(), step.step, step.price, step.open));
    }
  }

  private void carryOutPlan() {
    for (int i = 0; i < plan.size(); i++) {
      Resting met = plan.met(i);
      met.planned = 0;
      if (plan.qty(i) == 0) {
        remove(met, Removal.SELF_TRADE);
      } else {
        trade(plan.incoming(i), met, plan.qty(i));
      }
    }
    plan.clear();
  }

  private void trade(Resting incoming, Resting met, long qtyWh) {
    boolean sells = incoming.owner.order.side() == Side.SELL;
    Resting sell = sells ? incoming : met;
    Resting buy = sells ? met : incoming;
    Order selling = sell.owner.order;
    Order buying = buy.owner.order;
    var trade =
        new Trade(
            matches.size() + 1L,
            seq,
            now,
            selling.id(),
            sell.step,
            selling.party(),
            selling.meterKey(),
            selling.receiptId(),
            buying.id(),
            buy.step,
            buying.party(),
            buying.meterKey(),
            buying.receiptId(),
            qtyWh,
            met.isOlderThan(incoming) ? met.price : incoming.price);
    matches.add(new Match(trade, sell, buy));
    sell.owner.filled += qtyWh;
    buy.owner.filled += qtyWh;
    incoming.open -= qtyWh;
    met.open -= qtyWh;
    events.add(new BookEvent.Traded(trade));
    if (met.open == 0) {
      sideOf(met.owner.order.side()).take(met);
    } else if (met.open < met.owner.minQty) {
      remove(met, Removal.BELOW_MIN_QUANTITY);
    }
  }

  /// Nothing of the order is in the book from here on, and nothing comes back.
  void withdraw(OrderState state, Removal reason) {
    state.withdrawn = true;
    for (Resting step : state.steps) {
      if (step.level != null) {
        remove(step, reason);
      }
    }
  }

  /// The order's steps make way for those of its amendment.
  void replace(OrderState state) {
    for (Resting step : state.steps) {
      step.replaced = true;
      if (step.level != null) {
        remove(step, Removal.AMENDED);
      }
    }
  }

  /// The quantity of a void trade, at the place it had, if its order still stands.
  void comeBack(Resting step, long qtyWh) {
    var order = step.owner.order;
    if (step.owner.withdrawn
        || step.replaced
        || order.timeInForce() != TimeInForce.GTC
        || !now.isBefore(order.validUntil())) {
      events.add(new BookEvent.Released(order.id(), step.step, qtyWh));
      return;
    }
    sideOf(order.side()).take(step);
    step.open += qtyWh;
    events.add(new BookEvent.Restored(order.id(), step.step, qtyWh));
    long left = plan.walk(step, sideOf(order.side().opposite()).best());
    carryOutPlan();
    settleRest(step, left < 0);
  }

  private void remove(Resting step, Removal reason) {
    sideOf(step.owner.order.side()).take(step);
    drop(step, reason);
  }

  private void drop(Resting step, Removal reason) {
    events.add(new BookEvent.Removed(step.owner.order.id(), step.step, step.open, reason));
    step.open = 0;
  }

  private BookSide sideOf(Side side) {
    return side == Side.SELL ? asks : bids;
  }
}
