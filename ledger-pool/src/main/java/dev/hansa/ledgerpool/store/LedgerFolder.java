package dev.hansa.ledgerpool.store;

import dev.hansa.identity.VerificationKey;
import dev.hansa.ledgerpool.domain.CannotServe;
import dev.hansa.ledgerpool.domain.CommittedBlock;
import dev.hansa.ledgerpool.domain.LedgerStore;
import dev.hansa.ledgerpool.domain.Restoration;
import dev.hansa.ledgerpool.domain.StoreDamaged;
import dev.hansa.ledgerpool.domain.StoreFailed;
import dev.hansa.ledgerpool.files.Folders;
import dev.hansa.ledgerpool.store.Database.Mode;
import dev.hansa.ledgerprotocol.BlockWrites;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Genesis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Supplier;

/// A node's folder: `store/` (RocksDB), `checkpoint.json`, `node.lock`, and `snapshots/` where it
/// keeps some for others. A folder that does not hold together is not opened, and is left as it was
/// found.
public final class LedgerFolder implements AutoCloseable {
  private final Path folder;
  private final Genesis genesis;
  private final FolderLock lock;
  private final RocksLedgerStore store;

  private LedgerFolder(Path folder, Genesis genesis, FolderLock lock, RocksLedgerStore store) {
    this.folder = folder;
    this.genesis = genesis;
    this.lock = lock;
    this.store = store;
  }

  /// The genesis as the first block, for a folder that is new.
  public record Founding(CommittedBlock block, BlockWrites writes) {}

  /// Opens the folder, or founds the ledger in a new one. Whatever is wrong is a [CannotServe].
  public static LedgerFolder open(Path folder, Genesis genesis, Supplier<Founding> founding) {
    return open(folder, genesis, genesis.sequencerKey(), founding);
  }

  /// The same for a node of a pool, whose store carries the node's own signatures.
  public static LedgerFolder open(
      Path folder, Genesis genesis, VerificationKey signer, Supplier<Founding> founding) {
    try {
      var _ = Files.createDirectories(folder);
    } catch (IOException e) {
      throw new CannotServe("The ledger's folder (hansa.data) cannot be made.", e);
    }
    var lock = FolderLock.take(folder);
    try {
      new RestoredFolder(folder).settle();
      return new LedgerFolder(
          folder,
          genesis,
          lock,
          open(folder, new CheckpointFile(folder), genesis, signer, founding));
    } catch (IOException e) {
      lock.close();
      throw new CannotServe("The ledger's folder (hansa.data) cannot be written.", e);
    } catch (StoreDamaged e) {
      lock.close();
      throw new CannotServe(
          "The ledger's store is damaged and is not served: "
              + e.getMessage()
              + "; restore the whole folder (hansa.data) from a backup.",
          e);
    } catch (StoreFailed e) {
      lock.close();
      throw new CannotServe(
          "The ledger's store cannot be written ("
              + e.getMessage()
              + "); make room on its disk and start again.",
          e);
    } catch (CannotServe e) {
      lock.close();
      throw e;
    }
  }

  private static RocksLedgerStore open(
      Path folder,
      CheckpointFile file,
      Genesis genesis,
      VerificationKey signer,
      Supplier<Founding> founding)
      throws IOException {
    var path = folder.resolve("store");
    var checkpoint = file.read();
    if (!Files.exists(path)) {
      if (checkpoint.isPresent()) {
        throw new StoreDamaged("checkpoint.json is there, but the store is not");
      }
      found(folder, path, file, genesis, founding.get());
    }
    look(path, file, genesis, signer, checkpoint);
    var store = new RocksLedgerStore(Database.open(path, Mode.WRITE), file);
    try {
      settle(store, file, genesis, signer, checkpoint);
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  // In a folder beside its place, so that a store in its place is always whole.
  private static void found(
      Path folder, Path path, CheckpointFile file, Genesis genesis, Founding first)
      throws IOException {
    var next = folder.resolve("store.new");
    Folders.deleteAll(next);
    try (var store = new RocksLedgerStore(Database.open(next, Mode.CREATE), file)) {
      store.found(genesis.hash(), first.block(), first.writes());
    }
    var _ = Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
    Folders.sync(folder);
  }

  // RocksDB mends what it can when it opens a store to write. What is damaged is therefore looked
  // at
  // first, so that a refused start leaves everything to whoever examines or restores it.
  private static void look(
      Path path,
      CheckpointFile file,
      Genesis genesis,
      VerificationKey signer,
      Optional<Checkpoint> checkpoint) {
    try (var store = new RocksLedgerStore(Database.open(path, Mode.LOOK), file)) {
      requireNetwork(store, genesis);
      requireAgreement(store, genesis, signer, checkpoint);
    }
  }

  private static void requireAgreement(
      RocksLedgerStore store,
      Genesis genesis,
      VerificationKey signer,
      Optional<Checkpoint> checkpoint) {
    var head = head(store);
    if (checkpoint.isEmpty() && head.height() > 0) {
      throw new StoreDamaged("the store is there, but checkpoint.json is not");
    }
    // Without the file, the process ended while it founded the ledger.
    new StartChecks(genesis, signer, store).requireAgreement(head, checkpoint.orElse(head));
  }

  private static void settle(
      RocksLedgerStore store,
      CheckpointFile file,
      Genesis genesis,
      VerificationKey signer,
      Optional<Checkpoint> checkpoint) {
    requireAgreement(store, genesis, signer, checkpoint);
    var head = head(store);
    if (checkpoint.isPresent() && checkpoint.orElseThrow().height() == head.height()) {
      store.adopt(checkpoint.orElseThrow());
    } else {
      file.write(head);
    }
  }

  private static Checkpoint head(RocksLedgerStore store) {
    return store.checkpoint().orElseThrow(() -> new StoreDamaged("the store has no head"));
  }

  private static void requireNetwork(RocksLedgerStore store, Genesis genesis) {
    var form = store.base().isPresent() ? RocksLedgerStore.BASED_FORM : RocksLedgerStore.FORM;
    if (!store.form().equals(Optional.of(form))) {
      throw new CannotServe(
          "The ledger's folder was written by another version of Hansa; start that version, or give"
              + " this node another folder (hansa.data).");
    }
    if (!store.genesisHash().equals(Optional.of(genesis.hash()))) {
      throw new CannotServe(
          "The ledger's folder holds another network than the genesis file names; hansa.genesis and"
              + " hansa.data belong together.");
    }
  }

  public LedgerStore store() {
    return store;
  }

  /// Begins to gather a ledger that comes as a snapshot. One at a time.
  public Restoration restore() {
    return new RestoredFolder(folder).begin(genesis.hash(), store);
  }

  @Override
  public void close() {
    store.close();
    lock.close();
  }
}
