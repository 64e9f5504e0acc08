package dev.hansa.ledgerprotocol.snapshot;

import dev.hansa.identity.Bytes;
import dev.hansa.ledgerprotocol.BlockWrites;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.LedgerHead;
import dev.hansa.ledgerprotocol.SubLedger;
import dev.hansa.ledgerprotocol.snapshot.SnapshotRefused.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/// Gets a ledger back from a snapshot's chunks, in their order. The manifest's roots gave the app
/// hash that the pool signed, and everything that comes is held against them as it comes: a node of
/// a state before it is kept, a leaf with its block of 4,096. What a block's height was, and its
/// time, the app hash does not cover, so neither is taken from the snapshot: a payload counts as
/// written at the snapshot's height at the latest, and the ledger's time is that of its last
/// transaction. Not for several threads.
public final class SnapshotRestore {
  /// Takes what was in the snapshot. Until [SnapshotRestore#finish] returned, nothing of it counts.
  public interface Sink {
    void trieNode(Bytes hash, Bytes rlp);

    void logNode(BlockWrites.LogNode node);

    void transaction(BlockWrites.Transaction transaction);

    void seen(BlockWrites.SeenPayload payload);
  }

  /// A part of the snapshot, one after another.
  interface Part {
    boolean isDone();

    void take(byte[] item);
  }

  private final SnapshotManifest manifest;
  private final Deque<Part> parts = new ArrayDeque<>();
  private final Deque<LogPart> logs = new ArrayDeque<>();
  private final Genesis genesis;
  private int next;

  public SnapshotRestore(SnapshotManifest manifest, Genesis genesis, Sink sink) {
    this.manifest = manifest;
    this.genesis = genesis;
    for (var roots : manifest.ledgers()) {
      var log = new LogPart(roots, genesisSize(roots.ledger()), manifest.height(), sink);
      logs.add(log);
      parts.add(log);
    }
    for (var roots : manifest.ledgers()) {
      parts.add(new StatePart(roots.stateRoot(), sink));
    }
  }

  private long genesisSize(SubLedger ledger) {
    return switch (ledger) {
      case POOL -> genesis.pool().size();
      case DOMAIN -> genesis.domain().size();
      case CONFIG -> genesis.config().size();
      case MARKET -> 0;
    };
  }

  /// How many chunks were taken.
  public int taken() {
    return next;
  }

  /// Takes the next chunk as it travelled. Throws [SnapshotRefused]; after [Reason#TOO_LARGE] and
  /// [Reason#CHUNK_CHANGED] the same chunk may come again from another sender.
  public void take(int index, byte[] packed) {
    if (index != next || index >= manifest.chunks().size()) {
      throw new SnapshotRefused(Reason.OUT_OF_TURN);
    }
    var chunk = ByteBuffer.wrap(SnapshotChunks.unpack(packed, manifest.chunks().get(index)));
    next++;
    while (chunk.hasRemaining()) {
      part().take(item(chunk));
    }
  }

  private static byte[] item(ByteBuffer chunk) {
    if (chunk.remaining() < Integer.BYTES) {
      throw new SnapshotRefused(Reason.TORN);
    }
    int length = chunk.getInt();
    if (length < 0 || length > chunk.remaining()) {
      throw new SnapshotRefused(Reason.TORN);
    }
    var item = new byte[length];
    chunk.get(item);
    return item;
  }

  private Part part() {
    skipDone();
    if (parts.isEmpty()) {
      throw new SnapshotRefused(Reason.TOO_LONG);
    }
    return parts.getFirst();
  }

  private void skipDone() {
    while (!parts.isEmpty() && parts.getFirst().isDone()) {
      var _ = parts.removeFirst();
    }
  }

  /// The ledger, once every chunk was taken: it gives the app hash. Throws [SnapshotRefused].
  public LedgerHead finish() {
    skipDone();
    if (next != manifest.chunks().size() || !parts.isEmpty()) {
      throw new SnapshotRefused(Reason.TRUNCATED);
    }
    var time = genesis.time();
    for (var log : logs) {
      if (log.lastTime().isAfter(time)) {
        time = log.lastTime();
      }
    }
    return new LedgerHead(manifest.height(), time, manifest.ledgers());
  }
}
