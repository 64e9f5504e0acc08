package dev.hansa.ledgerpool.store;

import dev.hansa.identity.Invariant;
import dev.hansa.ledgerpool.domain.CannotServe;
import dev.hansa.ledgerpool.domain.LedgerStore;
import dev.hansa.ledgerpool.domain.Snapshots;
import dev.hansa.ledgerpool.domain.StoreDamaged;
import dev.hansa.ledgerpool.domain.StoreFailed;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.LedgerHead;
import dev.hansa.ledgerprotocol.snapshot.SnapshotManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a snapshot every so many blocks, at heights that are multiples, so that several nodes
/// have the same ones; and one at the first block if there is none. A thread of its own writes, one
/// snapshot at a time; the next is left out while it does.
public final class KeptSnapshots implements Snapshots {
  /// A joining engine checks the headers of a snapshot's height and of the two after it.
  private static final int HEADERS_AFTER = 2;

  private static final Logger LOG = LoggerFactory.getLogger("snapshots");

  private final LedgerStore store;
  private final SnapshotFolder folder;
  private final long every;
  private final Consumer<String> damaged;
  private final AtomicReference<@Nullable Thread> writing = new AtomicReference<>();
  private volatile boolean ends;

  private KeptSnapshots(
      LedgerStore store, SnapshotFolder folder, long every, Consumer<String> damaged) {
    this.store = store;
    this.folder = folder;
    this.every = every;
    this.damaged = damaged;
  }

  /// `every` is the number of blocks from one to the next; `damaged` is told of a store that cannot
  /// be read.
  public static KeptSnapshots open(
      Path data, Genesis genesis, LedgerStore store, long every, Consumer<String> damaged) {
    try {
      return new KeptSnapshots(
          store, new SnapshotFolder(data.resolve("snapshots"), genesis), every, damaged);
    } catch (IOException e) {
      throw new CannotServe(
          "The folder snapshots in the node's folder (hansa.data) cannot be used.", e);
    }
  }

  @Override
  public List<SnapshotManifest> list() {
    long height = store.head().map(LedgerHead::height).orElse(0L);
    return folder.list().stream()
        .filter(manifest -> manifest.height() + HEADERS_AFTER <= height)
        .toList();
  }

  @Override
  public Optional<byte[]> chunk(long height, int index) {
    try {
      return folder.chunk(height, index);
    } catch (IOException e) {
      LOG.warn("a chunk of a snapshot cannot be read", e);
      return Optional.empty();
    }
  }

  @Override
  public void committed(LedgerHead head) {
    if (ends || (head.height() % every != 0 && !folder.list().isEmpty())) {
      return;
    }
    var thread = Thread.ofPlatform().name("snapshot").daemon().unstarted(() -> write(head));
    if (writing.compareAndSet(null, thread)) {
      thread.start();
    }
  }

  private void write(LedgerHead head) {
    try {
      long began = System.nanoTime();
      folder.write(store, head, () -> ends);
      LOG.info(
          "a snapshot at height {} was written in {} ms",
          head.height(),
          (System.nanoTime() - began) / 1_000_000);
    } catch (SnapshotFolder.GivenUp e) {
      LOG.warn("the snapshot at height {} was given up: {}", head.height(), e.getMessage());
    } catch (IOException e) {
      LOG.warn("the snapshot at height {} cannot be written", head.height(), e);
    } catch (StoreFailed e) {
      LOG.debug("the store was closed while a snapshot was written", e);
    } catch (StoreDamaged e) {
      damaged.accept("the store is damaged: " + e.getMessage());
    } catch (Invariant.Broken | NoSuchElementException e) {
      LOG.error("a snapshot cannot be written", e);
      damaged.accept("the store is damaged: a log or a state does not hold together");
    } finally {
      writing.set(null);
    }
  }

  @Override
  public void close() {
    ends = true;
    settle();
  }

  /// Waits for the snapshot that is being written, if one is.
  void settle() {
    var thread = writing.get();
    if (thread != null) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
