package dev.hansa.ledgerprotocol.snapshot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerprotocol.BlockWrites;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.Leaves;
import dev.hansa.ledgerprotocol.LedgerReader;
import dev.hansa.ledgerprotocol.LedgerRoots;
import dev.hansa.ledgerprotocol.MerkleLog;
import dev.hansa.ledgerprotocol.MerkleTree;
import dev.hansa.ledgerprotocol.snapshot.SnapshotRefused.Reason;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One sub-ledger's log: first the roots of its blocks of leaves, which give the log root, then the
/// leaves, which give the roots of their blocks.
final class LogPart implements SnapshotRestore.Part {
  /// No request's leaf is longer: a request in MessagePack, with its place.
  private static final int LEAF_MAX = 2 * IndyRequest.LENGTH_MAX;

  private final LedgerRoots roots;
  private final long genesisSize;
  private final long height;
  private final SnapshotRestore.Sink sink;
  private List<Bytes> blocks = List.of();
  private MerkleTree block = new MerkleTree();
  private long taken;
  private Instant lastTime = Instant.EPOCH;
  private boolean unreadable;

  LogPart(LedgerRoots roots, long genesisSize, long height, SnapshotRestore.Sink sink) {
    this.roots = roots;
    this.genesisSize = genesisSize;
    this.height = height;
    this.sink = sink;
  }

  @Override
  public boolean isDone() {
    return taken == roots.size();
  }

  /// When the last transaction after the genesis was written.
  Instant lastTime() {
    return lastTime;
  }

  @Override
  public void take(byte[] item) {
    if (blocks.isEmpty()) {
      blocks = blocks(item);
      upperNodes();
    } else {
      leaf(item);
    }
  }

  private List<Bytes> blocks(byte[] item) {
    long count = SnapshotWriter.blocks(roots.size());
    if (item.length != count * 32) {
      throw new SnapshotRefused(Reason.LOG_CHANGED);
    }
    var read = new ArrayList<Bytes>();
    for (int i = 0; i < count; i++) {
      read.add(Bytes.copyOf(Arrays.copyOfRange(item, i * 32, (i + 1) * 32)));
    }
    // Over whole blocks a log's tree has the form of a tree whose leaves are the blocks' roots.
    if (!MerkleLog.root(count, MerkleLog.of(read)).equals(roots.logRoot())) {
      throw new SnapshotRefused(Reason.LOG_CHANGED);
    }
    return read;
  }

  private void upperNodes() {
    var upper = new MerkleTree();
    long whole = roots.size() / SnapshotWriter.LEAVES_A_BLOCK;
    for (int i = 0; i < whole; i++) {
      var _ = upper.append(blocks.get(i));
    }
    for (var node : upper.newNodes()) {
      if (node.level() > 0) {
        sink.logNode(
            new BlockWrites.LogNode(
                roots.ledger(),
                node.level() + SnapshotWriter.BLOCK_LEVEL,
                node.index(),
                node.hash()));
      }
    }
  }

  private void leaf(byte[] item) {
    var leaf = Bytes.copyOf(item);
    var _ = block.append(MerkleLog.leafHash(item));
    taken++;
    sink.transaction(new BlockWrites.Transaction(roots.ledger(), taken, leaf));
    if (taken > genesisSize) {
      seen(leaf);
    }
    if (block.size() == SnapshotWriter.LEAVES_A_BLOCK || isDone()) {
      closeBlock();
    }
  }

  // Before its block is checked, so what cannot be read is noted only: most likely it was changed.
  private void seen(Bytes leaf) {
    if (leaf.length() > LEAF_MAX) {
      unreadable = true;
      return;
    }
    try {
      var transaction = Leaves.decode(leaf);
      var metadata = Json.object(Json.object(transaction, "txn"), "metadata");
      sink.seen(
          new BlockWrites.SeenPayload(
              digest(metadata, "payloadDigest"),
              new LedgerReader.Seen(digest(metadata, "digest"), roots.ledger(), taken, height)));
      lastTime =
          Instant.ofEpochSecond(
              Json.integer(
                  Json.object(transaction, "txnMetadata"), "txnTime", 0, Json.INTEGER_MAX));
    } catch (MalformedInput | DateTimeException e) {
      unreadable = true;
    }
  }

  private static Bytes digest(ObjectNode metadata, String member) {
    var digest = Bytes.fromHex(Json.text(metadata, member, 64));
    if (digest.length() != 32) {
      throw new MalformedInput("a digest has 32 bytes");
    }
    return digest;
  }

  private void closeBlock() {
    int number = Math.toIntExact((taken - 1) / SnapshotWriter.LEAVES_A_BLOCK);
    if (!block.root().equals(blocks.get(number))) {
      throw new SnapshotRefused(Reason.LOG_CHANGED);
    }
    if (unreadable) {
      throw new SnapshotRefused(Reason.LEAF_UNREADABLE);
    }
    long from = (long) number << SnapshotWriter.BLOCK_LEVEL;
    for (var node : block.newNodes()) {
      sink.logNode(
          new BlockWrites.LogNode(
              roots.ledger(), node.level(), (from >> node.level()) + node.index(), node.hash()));
    }
    block = new MerkleTree();
  }
}
