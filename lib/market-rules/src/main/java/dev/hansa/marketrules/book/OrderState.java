package dev.hansa.marketrules.book;

import dev.hansa.marketrules.CanonicalBytes;
import java.util.ArrayList;
import java.util.List;

/// An order of the book with its steps.
final class OrderState {
  Order order;
  long seq;
  long filled;
  long minQty;

  /// The steps of the order as it stands; those of before an amendment are only known to their
  /// trades.
  Resting[] steps = {};

  /// Its party or the house ended it: nothing of it comes back.
  boolean withdrawn;

  OrderState(Order order, long seq) {
    this.order = order;
    this.seq = seq;
    this.minQty = Math.max(order.minQtyWh(), 1);
  }

  void enter(Order terms, long entrySeq, long qtyWh, long tickMicro) {
    order = terms;
    seq = entrySeq;
    List<Ladder.Step> ladder = Ladder.steps(terms.side(), qtyWh, terms.limit(), tickMicro);
    var entered = new ArrayList<Resting>(ladder.size());
    for (int i = 0; i < ladder.size(); i++) {
      var step = ladder.get(i);
      entered.add(new Resting(this, i, step.priceMicro(), step.qtyWh()));
    }
    steps = entered.toArray(Resting[]::new);
  }

  boolean isResting() {
    for (Resting step : steps) {
      if (step.level != null) {
        return true;
      }
    }
    return false;
  }

  OrderView view() {
    return new OrderView(order, seq, filled, resting(), withdrawn);
  }

  void write(CanonicalBytes bytes) {
    LogCodec.write(order, bytes);
    bytes.put(seq).put(filled).put(withdrawn).put((long) steps.length);
    for (Resting step : steps) {
      bytes.put(step.price).put(step.open).put(step.level != null).put(step.priority);
    }
  }

  private long resting() {
    long sum = 0;
    for (Resting step : steps) {
      sum += step.level == null ? 0 : step.open;
    }
    return sum;
  }
}
