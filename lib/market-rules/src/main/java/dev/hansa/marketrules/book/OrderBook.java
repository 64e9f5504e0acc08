package dev.hansa.marketrules.book;

import dev.hansa.marketrules.CanonicalBytes;
import dev.hansa.marketrules.Invariant;
import dev.hansa.marketrules.money.Seed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A continuous double auction with price-time priority. The book is a function of its log and
/// nothing else: the same entries give the same events, the same state and the same bytes on every
/// machine.
///
/// Orders meet when their prices cross, the buyer's filter accepts the seller's product, and the
/// quantity is not below either order's least quantity. The price is the older order's. One legal
/// entity never trades with itself: the newer order's remainder is cancelled. After every entry no
/// two compatible orders cross. Not for several threads at once.
public final class OrderBook {
  private final BookTerms terms;
  private final LinkedHashMap<String, OrderState> orders = new LinkedHashMap<>();
  private final HashMap<String, LogEntry> commands = new HashMap<>();
  private final ArrayList<Match> matches = new ArrayList<>();
  private final ArrayList<BookEvent> events = new ArrayList<>();
  private final Matching matching;
  private Instant now = Instant.EPOCH;
  private long seq;
  private boolean closed;
  private @Nullable Seed seed;

  public OrderBook(BookTerms terms) {
    this.terms = terms;
    this.matching = new Matching(terms, events, matches);
  }

  public static OrderBook replay(BookTerms terms, Iterable<LogEntry> log) {
    var book = new OrderBook(terms);
    for (LogEntry entry : log) {
      var _ = book.apply(entry);
    }
    return book;
  }

  /// Takes the next entry of the log. Expiry and gate closure come first, then the command.
  public List<BookEvent> apply(LogEntry entry) {
    Invariant.holds(entry.seq() == seq + 1, "the entries of a book's log come one after another");
    events.clear();
    seq = entry.seq();
    now = later(entry.at());
    matching.begin(seq, now);
    letTimePass();
    var command = entry.command();
    var first = commands.putIfAbsent(command.commandId(), entry);
    if (first == null) {
      carryOut(command);
    } else if (first.command().equals(command)) {
      events.add(
          new BookEvent.Repeated(command.commandId(), first.seq(), first.command().receiptId()));
    } else {
      reject(command, Rejection.COMMAND_ID_TAKEN);
    }
    return List.copyOf(events);
  }

  private void letTimePass() {
    if (!closed) {
      // What is overdue expired before the gate closed.
      matching.expire();
      if (!now.isBefore(terms.gateClosure())) {
        matching.closeGate();
        closed = true;
      }
    }
  }

  private void carryOut(BookCommand command) {
    switch (command) {
      case BookCommand.Place place -> place(place);
      case BookCommand.Amend amend -> amend(amend);
      case BookCommand.Cancel cancel -> cancel(cancel);
      case BookCommand.Invalidate invalidate -> invalidate(invalidate);
      case BookCommand.VoidTrade voidTrade -> voidTrade(voidTrade);
      case BookCommand.SetSeed setSeed -> setSeed(setSeed);
      case BookCommand.Advance _ -> {}
    }
  }

  private void place(BookCommand.Place place) {
    var order = place.order();
    var refusal = refusal(order, now);
    if (refusal.isPresent()) {
      reject(place, refusal.get());
      return;
    }
    var state = new OrderState(order, seq);
    orders.put(order.id(), state);
    events.add(new BookEvent.Accepted(order.id()));
    matching.enter(state, order, order.qtyWh());
  }

  private void amend(BookCommand.Amend amend) {
    var state = orders.get(amend.orderId());
    if (state == null) {
      reject(amend, closed ? Rejection.GATE_CLOSED : Rejection.NO_SUCH_ORDER);
      return;
    }
    if (!state.isResting()) {
      reject(amend, closed ? Rejection.GATE_CLOSED : Rejection.NOT_RESTING);
      return;
    }
    var amended = state.order.amended(amend.qtyWh(), amend.limit(), amend.receiptId());
    var refusal = amended.refusal(terms);
    if (refusal.isPresent()) {
      reject(amend, refusal.get());
      return;
    }
    long rest = amend.qtyWh() - state.filled;
    if (rest <= 0) {
      reject(amend, Rejection.BELOW_FILLED);
      return;
    }
    if (state.minQty > 1 && rest < state.minQty * amend.limit().steps()) {
      reject(amend, Rejection.MIN_QUANTITY);
      return;
    }
    events.add(new BookEvent.Accepted(amend.orderId()));
    Resting only = state.steps[0];
    boolean keepsPlace =
        state.steps.length == 1 && amend.limit().equals(state.order.limit()) && rest <= only.open;
    if (keepsPlace) {
      events.add(new BookEvent.Reduced(amend.orderId(), only.step, only.open - rest));
      only.open = rest;
      state.order = amended;
    } else {
      matching.replace(state);
      matching.enter(state, amended, rest);
    }
  }

  private void cancel(BookCommand.Cancel cancel) {
    var state = orders.get(cancel.orderId());
    if (state == null) {
      reject(cancel, Rejection.NO_SUCH_ORDER);
    } else if (!state.isResting()) {
      reject(cancel, Rejection.NOT_RESTING);
    } else {
      matching.withdraw(state, Removal.CANCELLED);
    }
  }

  private void invalidate(BookCommand.Invalidate invalidate) {
    for (String orderId : invalidate.orderIds()) {
      var state = orders.get(orderId);
      if (state != null) {
        matching.withdraw(state, Removal.STATUS_INVALID);
      }
    }
  }

  private void voidTrade(BookCommand.VoidTrade command) {
    if (command.tradeNumber() < 1 || command.tradeNumber() > matches.size()) {
      reject(command, Rejection.NO_SUCH_TRADE);
      return;
    }
    var match = matches.get((int) (command.tradeNumber() - 1));
    if (match.isVoid) {
      reject(command, Rejection.ALREADY_VOID);
      return;
    }
    if (closed) {
      reject(command, Rejection.GATE_CLOSED);
      return;
    }
    match.isVoid = true;
    long qtyWh = match.trade.qtyWh();
    match.sell.owner.filled -= qtyWh;
    match.buy.owner.filled -= qtyWh;
    events.add(new BookEvent.Voided(command.tradeNumber(), command.fault()));
    // Who is at fault leaves first, so that nobody meets it again.
    for (Resting step : List.of(match.sell, match.buy)) {
      if (command.fault().of(step.owner.order.side())) {
        matching.withdraw(step.owner, Removal.STATUS_INVALID);
      }
    }
    matching.comeBack(match.sell, qtyWh);
    matching.comeBack(match.buy, qtyWh);
  }

  private void setSeed(BookCommand.SetSeed command) {
    if (seed == null) {
      seed = command.seed();
      events.add(new BookEvent.SeedSet(command.seed()));
    } else {
      reject(command, Rejection.SEED_SET);
    }
  }

  private void reject(BookCommand command, Rejection reason) {
    events.add(new BookEvent.Rejected(command.commandId(), reason));
  }

  private Optional<Rejection> refusal(Order order, Instant at) {
    if (closed || !at.isBefore(terms.gateClosure())) {
      return Optional.of(Rejection.GATE_CLOSED);
    }
    if (!at.isBefore(order.validUntil())) {
      return Optional.of(Rejection.EXPIRED);
    }
    return order.refusal(terms);
  }

  /// Whether a new order would be refused at this moment, before anything is reserved for it.
  public Optional<Rejection> wouldRefuse(Order order, Instant at) {
    return commands.containsKey(order.id())
        ? Optional.of(Rejection.COMMAND_ID_TAKEN)
        : refusal(order, later(at));
  }

  /// The book's time never goes back, whatever the clock of who writes its log does.
  private Instant later(Instant at) {
    return at.isAfter(now) ? at : now;
  }

  /// The resting orders a new order would meet now, in order, so that the caller can look at their
  /// status and write an `Invalidate` before the `Place`. Nothing changes.
  public List<String> wouldMeet(Order order) {
    return order.refusal(terms).isPresent() || closed
        ? List.of()
        : matching.wouldMeet(order, seq + 1);
  }

  public BookTerms terms() {
    return terms;
  }

  /// The sequence number of the last entry; 0 of an empty book.
  public long seq() {
    return seq;
  }

  /// Whether the gate closed by an entry of the log.
  public boolean isClosed() {
    return closed;
  }

  public Optional<Seed> seed() {
    return Optional.ofNullable(seed);
  }

  public Optional<OrderView> order(String id) {
    return Optional.ofNullable(orders.get(id)).map(OrderState::view);
  }

  /// All orders the book took, oldest first.
  public List<OrderView> orders() {
    return orders.values().stream().map(OrderState::view).toList();
  }

  public Depth depth() {
    return new Depth(matching.bids.depth(), matching.asks.depth());
  }

  /// By number, from 1.
  public List<BookedTrade> trades() {
    return matches.stream().map(this::booked).toList();
  }

  /// What will be settled; empty before the gate closed.
  public List<Trade> firmTrades() {
    return trades().stream()
        .filter(booked -> booked.state() == BookedTrade.State.FIRM)
        .map(BookedTrade::trade)
        .toList();
  }

  private BookedTrade booked(Match match) {
    var state =
        match.isVoid
            ? BookedTrade.State.VOID
            : closed ? BookedTrade.State.FIRM : BookedTrade.State.MATCHED;
    return new BookedTrade(match.trade, state);
  }

  /// The whole state, the same bytes wherever the same log was applied.
  public byte[] stateBytes() {
    var bytes = new CanonicalBytes().put("hansa-book-state:1").put(terms.id()).put(seq).put(now);
    bytes.put(closed).put(seed == null ? "" : seed.hex());
    bytes.put((long) orders.size());
    orders.values().forEach(state -> state.write(bytes));
    matching.asks.write(bytes);
    matching.bids.write(bytes);
    bytes.put((long) matches.size());
    for (Match match : matches) {
      bytes.put(match.isVoid);
      LogCodec.write(match.trade, bytes);
    }
    return bytes.toBytes();
  }

  /// SHA-256 of [#stateBytes()] in hexadecimal digits.
  public String stateHash() {
    return new CanonicalBytes().putAll(stateBytes()).sha256();
  }
}
