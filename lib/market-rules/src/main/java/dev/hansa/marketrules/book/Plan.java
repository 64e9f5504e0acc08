package dev.hansa.marketrules.book;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What an order would do to the other side, written down before anything is done. The buffers are
/// used again and again, so a plan costs no objects.
final class Plan {
  private Resting[] incoming = new Resting[16];
  private Resting[] met = new Resting[16];
  private long[] qty = new long[16];
  private int size;

  int size() {
    return size;
  }

  Resting incoming(int index) {
    return incoming[index];
  }

  Resting met(int index) {
    return met[index];
  }

  /// What trades; 0 when the order that was met is cancelled as the newer one of a self-trade.
  long qty(int index) {
    return qty[index];
  }

  /// Walks the other side for one step: best price, then oldest, past what is not compatible.
  /// Returns what is left of the step, negative (`-1 - left`) when it must be cancelled as a
  /// self-trade.
  long walk(Resting step, @Nullable Level bestOpposite) {
    long left = step.open;
    long stepMin = step.owner.minQty;
    boolean sells = step.owner.order.side() == Side.SELL;
    for (Level level = bestOpposite;
        level != null && (sells ? level.price >= step.price : level.price <= step.price);
        level = level.worse) {
      for (Resting other = level.head; other != null; other = other.next) {
        long qtyWh = Math.min(left, other.open - other.planned);
        if (qtyWh < stepMin || qtyWh < other.owner.minQty || !compatible(step, other)) {
          continue;
        }
        if (step.owner.order.party().equals(other.owner.order.party())) {
          if (other.isOlderThan(step)) {
            return -1 - left;
          }
          add(step, other, 0);
          other.planned = other.open;
          continue;
        }
        add(step, other, qtyWh);
        other.planned += qtyWh;
        left -= qtyWh;
        if (left < stepMin) {
          return left;
        }
      }
    }
    return left;
  }

  /// Whether two orders of opposite sides may meet, prices and parties apart.
  static boolean compatible(Resting a, Resting b) {
    Order sell = a.owner.order.side() == Side.SELL ? a.owner.order : b.owner.order;
    Order buy = a.owner.order.side() == Side.SELL ? b.owner.order : a.owner.order;
    return buy.filter().accepts(sell.product());
  }

  /// Forgets the plan; nothing was done.
  void clear() {
    for (int i = 0; i < size; i++) {
      met[i].planned = 0;
    }
    size = 0;
  }

  private void add(Resting step, Resting other, long qtyWh) {
    if (size == qty.length) {
      incoming = Arrays.copyOf(incoming, size * 2);
      met = Arrays.copyOf(met, size * 2);
      qty = Arrays.copyOf(qty, size * 2);
    }
    incoming[size] = step;
    met[size] = other;
    qty[size] = qtyWh;
    size++;
  }
}
