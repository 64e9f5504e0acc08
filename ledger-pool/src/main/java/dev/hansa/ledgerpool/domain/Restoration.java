package dev.hansa.ledgerpool.domain;

import dev.hansa.identity.Bytes;
import dev.hansa.ledgerprotocol.snapshot.SnapshotRestore;
import java.util.Optional;

/// A ledger that comes as a snapshot, gathered beside the one that is served. One thread writes.
/// What cannot be written is [StoreFailed].
public interface Restoration extends SnapshotRestore.Sink, AutoCloseable {
  /// A node of a state that was gathered.
  Optional<Bytes> findTrieNode(Bytes hash);

  /// Puts it on the disk and in the place of the ledger that was served, whole or not at all: after
  /// a crash the next start finds the one or the other. Readers wait meanwhile.
  void adopt(SnapshotBase base);

  /// Forgets what was gathered and not adopted.
  @Override
  void close();

  /// Where restorations begin.
  @FunctionalInterface
  interface Place {
    Restoration begin();
  }
}
