package dev.hansa.ledgerpool.domain;

import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.IndyRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Decides the order of requests and vouches for it, nothing else. It drives a [LedgerApplication],
/// whose methods are those of ABCI 2.0: one process (`embedded`) or a consensus of many looks the
/// same to it.
public interface Engine extends AutoCloseable {
  /// Hands a request in. Never waits: the future ends once the request's fate is on the disk, or at
  /// once if it is not taken.
  CompletableFuture<Submission> submit(IndyRequest request);

  /// What readers are told the ledger is: the last committed checkpoint, vouched for anew if the
  /// engine last did so too long ago for them.
  Checkpoint checkpoint();

  /// Why the node stands still, if it does.
  Optional<String> halted();

  /// How many requests wait.
  int waiting();

  /// Stops the order for a reason that was found elsewhere, such as damage met by a reader.
  void halt(String why);

  /// Takes no more, settles what waits, and ends.
  @Override
  void close();
}
