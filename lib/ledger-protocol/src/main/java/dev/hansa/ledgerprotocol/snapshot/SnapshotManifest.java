package dev.hansa.ledgerprotocol.snapshot;

import dev.hansa.identity.Bytes;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.LedgerHead;
import dev.hansa.ledgerprotocol.LedgerRoots;
import dev.hansa.ledgerprotocol.SubLedger;
import dev.hansa.ledgerprotocol.snapshot.SnapshotRefused.Reason;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a snapshot is of, and the SHA-256 of each of its chunks: `genesis` is the hash of the
/// network's genesis, `ledgers` are the roots after the block at `height`. The same on every node.
public record SnapshotManifest(
    Bytes genesis, long height, List<LedgerRoots> ledgers, List<Bytes> chunks) {
  /// The form that this class reads and writes.
  public static final int FORM = 1;

  /// No chunk is longer, in bytes, before it is compressed. The engine carries 16 MB.
  public static final int CHUNK_MAX = 4 << 20;

  /// No snapshot has more chunks: 256 GiB.
  public static final int CHUNKS_MAX = 1 << 16;

  /// No log that a snapshot holds is longer: the hashes of its blocks of leaves fit in a chunk.
  public static final long LEAVES_MAX = 1L << 28;

  private static final byte[] PREFIX = "hansa-snapshot-1".getBytes(StandardCharsets.US_ASCII);
  private static final int HASH = 32;

  public SnapshotManifest {
    ledgers = List.copyOf(ledgers);
    chunks = List.copyOf(chunks);
    if (genesis.length() != HASH
        || height < 1
        || !ledgers.stream().map(LedgerRoots::ledger).toList().equals(SubLedger.ALL)
        || ledgers.stream().anyMatch(roots -> roots.size() > LEAVES_MAX)
        || chunks.isEmpty()
        || chunks.size() > CHUNKS_MAX
        || chunks.stream().anyMatch(hash -> hash.length() != HASH)) {
      throw new IllegalArgumentException(
          "a snapshot stands above the genesis, has every sub-ledger's roots and 1 to "
              + CHUNKS_MAX
              + " chunks");
    }
  }

  public Bytes appHash() {
    return LedgerHead.appHash(ledgers);
  }

  /// By which a snapshot is named: the SHA-256 of the manifest.
  public Bytes hash() {
    return encoded().sha256();
  }

  /// `hansa-snapshot-1`, the genesis' hash, the height (8 bytes), for each sub-ledger in the order
  /// of the app hash its size (8 bytes), log root and state root, and the chunks' hashes.
  public Bytes encoded() {
    var buffer =
        ByteBuffer.allocate(
            PREFIX.length + HASH + 8 + ledgers.size() * (8 + 2 * HASH) + chunks.size() * HASH);
    buffer.put(PREFIX).put(genesis.toArray()).putLong(height);
    for (var roots : ledgers) {
      buffer.putLong(roots.size()).put(roots.logRoot().toArray()).put(roots.stateRoot().toArray());
    }
    chunks.forEach(hash -> buffer.put(hash.toArray()));
    return Bytes.copyOf(buffer.array());
  }

  /// Reads a manifest from outside. Throws [SnapshotRefused].
  public static SnapshotManifest parse(Bytes encoded) {
    try {
      var buffer = ByteBuffer.wrap(encoded.toArray());
      if (!take(buffer, PREFIX.length).equals(Bytes.copyOf(PREFIX))) {
        throw new SnapshotRefused(Reason.MALFORMED);
      }
      var genesis = take(buffer, HASH);
      long height = buffer.getLong();
      var ledgers = new ArrayList<LedgerRoots>();
      for (var ledger : SubLedger.ALL) {
        ledgers.add(
            new LedgerRoots(ledger, buffer.getLong(), take(buffer, HASH), take(buffer, HASH)));
      }
      if (buffer.remaining() % HASH != 0 || buffer.remaining() / HASH > CHUNKS_MAX) {
        throw new SnapshotRefused(Reason.MALFORMED);
      }
      var chunks = new ArrayList<Bytes>();
      while (buffer.hasRemaining()) {
        chunks.add(take(buffer, HASH));
      }
      return new SnapshotManifest(genesis, height, ledgers, chunks);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new SnapshotRefused(Reason.MALFORMED);
    }
  }

  private static Bytes take(ByteBuffer buffer, int length) {
    var bytes = new byte[length];
    buffer.get(bytes);
    return Bytes.copyOf(bytes);
  }

  /// Takes an offer: throws [SnapshotRefused] unless it is one of this network, whose roots give
  /// the app hash that the pool's validators signed for that height.
  public static SnapshotManifest offered(
      Bytes encoded, Bytes name, long height, int chunks, Genesis genesis, Bytes appHash) {
    var manifest = parse(encoded);
    if (!encoded.sha256().equals(name)
        || manifest.height() != height
        || manifest.chunks().size() != chunks) {
      throw new SnapshotRefused(Reason.OTHER_MANIFEST);
    }
    if (!manifest.genesis().equals(genesis.hash())) {
      throw new SnapshotRefused(Reason.FOREIGN_NETWORK);
    }
    if (!manifest.appHash().equals(appHash)) {
      throw new SnapshotRefused(Reason.OTHER_APP_HASH);
    }
    return manifest;
  }
}
