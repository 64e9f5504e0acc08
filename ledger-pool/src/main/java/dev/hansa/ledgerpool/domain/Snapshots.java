package dev.hansa.ledgerpool.domain;

import dev.hansa.ledgerprotocol.LedgerHead;
import dev.hansa.ledgerprotocol.snapshot.SnapshotManifest;
import java.util.List;
import java.util.Optional;

/// The snapshots that a node keeps for those who join. For several threads; nothing here waits for
/// a snapshot to be written.
public interface Snapshots extends AutoCloseable {
  /// Those that are whole, the newest first. A joining engine checks the two headers after a
  /// snapshot, so one is listed once its node has them.
  List<SnapshotManifest> list();

  /// A chunk as it travels; nothing if there is none (any more).
  Optional<byte[]> chunk(long height, int index);

  /// A block was committed: a snapshot may be due.
  void committed(LedgerHead head);

  @Override
  void close();

  /// A node that keeps none.
  static Snapshots none() {
    return new Snapshots() {
      @Override
      public List<SnapshotManifest> list() {
        return List.of();
      }

      @Override
      public Optional<byte[]> chunk(long height, int index) {
        return Optional.empty();
      }

      @Override
      public void committed(LedgerHead head) {}

      @Override
      public void close() {}
    };
  }
}
