package dev.hansa.ledgerpool.store;

import dev.hansa.identity.Bytes;
import dev.hansa.ledgerpool.domain.Restoration;
import dev.hansa.ledgerpool.domain.StoreDamaged;
import dev.hansa.ledgerpool.domain.StoreFailed;
import dev.hansa.ledgerpool.files.Folders;
import dev.hansa.ledgerpool.store.Database.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// How a store that was filled from a snapshot takes the place of the one that is there. It is
/// filled in `store.restoring`, which counts for nothing; whole and synced it is named
/// `store.restored`, and from then on it is the store: its head goes into `checkpoint.json`, the
/// old store away, and it into its place. Each of these steps may be done again, so a start after a
/// crash goes on where it ended.
final class RestoredFolder {
  private final Path folder;
  private final Path store;
  private final Path restoring;
  private final Path restored;
  private final CheckpointFile file;

  RestoredFolder(Path folder) {
    this.folder = folder;
    this.store = folder.resolve("store");
    this.restoring = folder.resolve("store.restoring");
    this.restored = folder.resolve("store.restored");
    this.file = new CheckpointFile(folder);
  }

  /// Does what a crash left undone: forgets a snapshot that was not whole, takes one that was.
  void settle() throws IOException {
    Folders.deleteAll(restoring);
    if (Files.exists(restored)) {
      putInPlace();
    }
  }

  Restoration begin(Bytes genesisHash, RocksLedgerStore served) {
    try {
      Folders.deleteAll(restoring);
      var first = served.block(0);
      var restoration =
          new RestoringStore(
              restoring, genesisHash, () -> served.exchange(store, this::adopt), this::remove);
      first.ifPresent(restoration::genesis);
      return restoration;
    } catch (IOException e) {
      throw new StoreFailed("a folder for the snapshot cannot be made", e);
    }
  }

  private void adopt() {
    try {
      var _ = Files.move(restoring, restored, StandardCopyOption.ATOMIC_MOVE);
      Folders.sync(folder);
      putInPlace();
    } catch (IOException e) {
      throw new StoreFailed("the restored store cannot be put in its place", e);
    }
  }

  private void putInPlace() throws IOException {
    try (var whole = new RocksLedgerStore(Database.open(restored, Mode.LOOK), file)) {
      file.write(
          whole.checkpoint().orElseThrow(() -> new StoreDamaged("a restored store has no head")));
    }
    Folders.deleteAll(store);
    var _ = Files.move(restored, store, StandardCopyOption.ATOMIC_MOVE);
    Folders.sync(folder);
  }

  private void remove() {
    try {
      Folders.deleteAll(restoring);
    } catch (IOException e) {
      throw new StoreFailed("what is left of a snapshot cannot be removed", e);
    }
  }
}
