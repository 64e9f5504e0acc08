package dev.hansa.ledgerpool.domain;

import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Outcome;

/// What became of a request that was handed to the engine.
public sealed interface Submission {
  /// Its fate is settled, and durable: the outcome holds from the ledger of this checkpoint on.
  record Settled(Outcome outcome, Checkpoint checkpoint) implements Submission {}

  /// It was not taken: more requests wait than the node keeps.
  record QueueFull() implements Submission {}

  /// It was not taken: the node is being stopped.
  record Stopping() implements Submission {}

  /// Nobody has waited long enough: it is in the order, and what became of it is not known yet.
  record Unsettled() implements Submission {}

  /// The node has halted; the sentence says why. Whether the request was written is not known, and
  /// it may be sent again.
  record Halted(String why) implements Submission {}
}
