package dev.hansa.ledgerpool.domain;

import dev.hansa.ledgerprotocol.BlockWrites;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.LedgerReader;
import java.util.Optional;

/// Keeps the ledger. One thread writes; any number read, also meanwhile. What cannot be read as it
/// was written is [StoreDamaged], never a value; so is a trie node that is not there, as only those
/// that a root or another node names are ever asked for.
public interface LedgerStore extends LedgerReader, AutoCloseable {
  /// The last committed checkpoint, or nothing before the genesis was committed.
  Optional<Checkpoint> checkpoint();

  /// Nothing for a block that was not committed, and for those from before the [#base].
  Optional<CommittedBlock> block(long height);

  /// Where this ledger's history begins, if the node joined by a snapshot.
  Optional<SnapshotBase> base();

  /// True while this node executed no block itself: of the genesis, or a snapshot, alone.
  default boolean isUntouched() {
    long begins = base().map(SnapshotBase::height).orElse(0L);
    return checkpoint().filter(last -> last.height() > begins).isEmpty();
  }

  /// Puts the next block and all it writes on the disk, whole or not at all, and then its
  /// checkpoint on its own. When this returns, both are there. After [StoreFailed] nobody knows,
  /// and nothing more is written.
  void commit(CommittedBlock block, BlockWrites writes);

  /// Puts a newer signature over the same ledger on the disk.
  void renew(Checkpoint checkpoint);

  @Override
  void close();
}
