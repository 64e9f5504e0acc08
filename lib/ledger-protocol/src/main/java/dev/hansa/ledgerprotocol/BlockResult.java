package dev.hansa.ledgerprotocol;

import dev.hansa.ledgerprotocol.consensus.Validators;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// What executing a block came to: one outcome a request, in their order, and what to store. A
/// block in which nothing was written changes nothing: it is not stored, and the height stays.
///
/// `validators` are those that the pool's state names after the block, where it changed that state.
public record BlockResult(
    List<Outcome> outcomes, BlockWrites writes, Optional<Validators> validators) {
  public BlockResult {
    outcomes = List.copyOf(outcomes);
  }

  public LedgerHead head() {
    return writes.head();
  }

  /// The same, at its height and time also where nothing was written: for an engine whose every
  /// block is kept.
  public BlockResult at(long height, Instant time) {
    return new BlockResult(
        outcomes,
        new BlockWrites(
            new LedgerHead(height, time.truncatedTo(ChronoUnit.SECONDS), head().ledgers()),
            writes.trieNodes(),
            writes.logNodes(),
            writes.transactions(),
            writes.seen()),
        validators);
  }

  /// True if there is something to store.
  public boolean isChange() {
    return !writes.transactions().isEmpty();
  }
}
