package dev.hansa.marketplace.domain;

import dev.hansa.marketrules.book.BookEvent;
import dev.hansa.marketrules.book.OrderView;
import dev.hansa.marketrules.book.Rejection;
import java.util.List;

/// What became of an order. The refusals stand in the order they are looked for.
public sealed interface OrderOutcome {
  /// The order names no metering point that its party has shown.
  record NoMeter() implements OrderOutcome {}

  /// The order's numbers or its time do not fit the book.
  record Rejected(Rejection reason) implements OrderOutcome {}

  /// The policies said no.
  record Refused(String receipt, List<Decisions.Reason> reasons) implements OrderOutcome {
    public Refused {
      reasons = List.copyOf(reasons);
    }
  }

  /// The policies said yes, and an order that came in between took what was left.
  record Overtaken(String receipt, String rule, String says) implements OrderOutcome {}

  record Placed(OrderView order, List<BookEvent> events, String receipt) implements OrderOutcome {
    public Placed {
      events = List.copyOf(events);
    }
  }
}
