package dev.hansa.marketplace.domain;

import dev.hansa.marketrules.book.OrderView;
import java.util.List;

/// What became of a wish to cancel. Cancelling what does not rest any more changes nothing and is
/// no error.
public sealed interface CancelOutcome {
  record NoSuchOrder() implements CancelOutcome {}

  record Refused(String receipt, List<Decisions.Reason> reasons) implements CancelOutcome {
    public Refused {
      reasons = List.copyOf(reasons);
    }
  }

  record Cancelled(OrderView order, String receipt) implements CancelOutcome {}
}
