package dev.hansa.ledgerprotocol.snapshot;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Invariant;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.LedgerHead;
import dev.hansa.ledgerprotocol.LedgerReader;
import dev.hansa.ledgerprotocol.LedgerRoots;
import dev.hansa.ledgerprotocol.MerkleLog;
import dev.hansa.ledgerprotocol.SubLedger;
import dev.hansa.ledgerprotocol.Trie;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes the snapshot of a ledger at a height, chunk by chunk. As nothing in a ledger's store is
/// changed or taken away, it may be written while blocks are committed: what a head names stays.
///
/// A snapshot is a row of items, each with its length (4 bytes) before it, none of them in two
/// chunks. First, for each sub-ledger that is not empty: one item with the roots of its blocks of
/// 4,096 leaves ([#LEAVES_A_BLOCK]; the last one of fewer), then each leaf. Then, for each
/// sub-ledger: the nodes of its state from the root down, each before those it names, these in the
/// order of their keys.
public final class SnapshotWriter {
  static final int BLOCK_LEVEL = 12;
  static final int LEAVES_A_BLOCK = 1 << BLOCK_LEVEL;

  /// Takes the chunks in their order.
  @FunctionalInterface
  public interface Chunks {
    void take(int index, byte[] chunk);
  }

  private final LedgerReader reader;
  private final Chunks chunks;
  private final List<Bytes> hashes = new ArrayList<>();
  private final ByteBuffer chunk = ByteBuffer.allocate(SnapshotManifest.CHUNK_MAX);

  private SnapshotWriter(LedgerReader reader, Chunks chunks) {
    this.reader = reader;
    this.chunks = chunks;
  }

  /// Writes the ledger as it was at `head`, a committed one.
  public static SnapshotManifest write(
      Genesis genesis, LedgerReader reader, LedgerHead head, Chunks chunks) {
    var writer = new SnapshotWriter(reader, chunks);
    head.ledgers().forEach(writer::log);
    head.ledgers().forEach(writer::state);
    writer.cut();
    return new SnapshotManifest(genesis.hash(), head.height(), head.ledgers(), writer.hashes);
  }

  static long blocks(long leaves) {
    return (leaves + LEAVES_A_BLOCK - 1) / LEAVES_A_BLOCK;
  }

  private void log(LedgerRoots roots) {
    var ledger = roots.ledger();
    if (roots.size() == 0) {
      return;
    }
    int count = Math.toIntExact(blocks(roots.size()));
    var item = ByteBuffer.allocate(count * 32);
    for (long block = 0; block < count; block++) {
      item.put(blockRoot(ledger, block, roots.size()).toArray());
    }
    item(item.array());
    for (long seqNo = 1; seqNo <= roots.size(); seqNo++) {
      item(reader.transaction(ledger, seqNo).orElseThrow().toArray());
    }
  }

  private Bytes blockRoot(SubLedger ledger, long block, long size) {
    long from = block << BLOCK_LEVEL;
    return MerkleLog.root(
        Math.min(LEAVES_A_BLOCK, size - from),
        (level, index) -> reader.logNode(ledger, level, (from >> level) + index).orElseThrow());
  }

  private void state(LedgerRoots roots) {
    var named = new ArrayDeque<Bytes>();
    if (!roots.stateRoot().equals(Trie.EMPTY_ROOT)) {
      named.push(roots.stateRoot());
    }
    while (!named.isEmpty()) {
      var node = reader.trieNode(named.pop()).orElseThrow();
      item(node.toArray());
      Trie.named(node).reversed().forEach(named::push);
    }
  }

  private void item(byte[] item) {
    Invariant.holds(
        item.length <= SnapshotManifest.CHUNK_MAX - Integer.BYTES,
        "no leaf, node or list of blocks is as long as a chunk");
    if (chunk.remaining() < Integer.BYTES + item.length) {
      cut();
    }
    chunk.putInt(item.length).put(item);
  }

  private void cut() {
    var whole = Arrays.copyOf(chunk.array(), chunk.position());
    chunk.clear();
    Invariant.holds(hashes.size() < SnapshotManifest.CHUNKS_MAX, "a snapshot has few chunks");
    chunks.take(hashes.size(), whole);
    hashes.add(Bytes.sha256(whole));
  }
}
