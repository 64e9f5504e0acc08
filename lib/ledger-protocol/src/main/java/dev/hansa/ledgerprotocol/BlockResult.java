package dev.hansa.ledgerprotocol;

import java.util.List;

/// What executing a block came to: one outcome a request, in their order, and what to store. A
/// block in which nothing was written changes nothing: it is not stored, and the height stays.
public record BlockResult(List<Outcome> outcomes, BlockWrites writes) {
  public BlockResult {
    outcomes = List.copyOf(outcomes);
  }

  public LedgerHead head() {
    return writes.head();
  }

  /// True if there is something to store.
  public boolean isChange() {
    return !writes.transactions().isEmpty();
  }
}
