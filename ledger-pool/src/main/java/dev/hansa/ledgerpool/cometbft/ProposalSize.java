package dev.hansa.ledgerpool.cometbft;

import dev.hansa.ledgerpool.domain.Block;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// How many requests this node proposes for a block. A block that the others cannot look through
/// while they wait for the proposal costs a round, meanwhile more requests wait, and the next block
/// would be larger still: a pool that was overloaded once would stand still for good. So a proposal
/// is halved for each wait that the block before it is overdue, and what was in time may grow.
///
/// What is proposed is the proposer's own affair; the rules do not depend on it.
final class ProposalSize {
  static final int MIN = 32;
  private static final int HALVINGS_MAX = 10;

  private final long wait;
  private final LongSupplier nanoTime;
  private final AtomicInteger inTime = new AtomicInteger(Block.REQUESTS_MAX);
  private final AtomicLong committedAt;

  /// `wait` is how long a round waits for its proposal.
  ProposalSize(Duration wait, LongSupplier nanoTime) {
    this.wait = wait.toNanos();
    this.nanoTime = nanoTime;
    this.committedAt = new AtomicLong(nanoTime.getAsLong());
  }

  /// How many requests a proposal holds now, at most: from 32 to [Block#REQUESTS_MAX].
  int now() {
    int halvings = (int) Math.min(HALVINGS_MAX, sinceBlock() / wait);
    return Math.max(MIN, Math.min(inTime.get(), Block.REQUESTS_MAX >> halvings));
  }

  /// A block with so many requests was committed.
  void committed(int requests) {
    boolean late = sinceBlock() > wait;
    // A block that was far from full was late for another reason, and a smaller one would only let
    // more requests wait.
    boolean full = requests > now() - now() / 4;
    committedAt.set(nanoTime.getAsLong());
    if (requests == 0) {
      return;
    }
    // The first block after a quiet time is late and small, and says nothing.
    var _ =
        inTime.updateAndGet(size ->
            late
                ? full && requests > MIN ? Math.clamp(requests, MIN, size) : size
                : Math.min(Block.REQUESTS_MAX, size + size / 4));
  }

  private long sinceBlock() {
    return nanoTime.getAsLong() - committedAt.get();
  }
}
