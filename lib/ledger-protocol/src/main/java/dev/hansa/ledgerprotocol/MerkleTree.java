package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A growing [MerkleLog] on top of one that is kept elsewhere. Appending hashes each leaf once and
/// each complete subtree once. Not for several threads.
public final class MerkleTree implements MerkleLog.Nodes {
  /// A hash that was not kept yet.
  public record NewNode(int level, long index, Bytes hash) {}

  private record Position(int level, long index) {}

  private final MerkleLog.Nodes kept;
  private final Map<Position, Bytes> added = new HashMap<>();
  private final List<NewNode> newNodes = new ArrayList<>();
  private long size;

  /// Goes on after the first `size` leaves of `kept`.
  public MerkleTree(long size, MerkleLog.Nodes kept) {
    this.size = size;
    this.kept = kept;
  }

  /// An empty tree, all in memory.
  public MerkleTree() {
    this(
        0,
        (_, _) -> {
          throw new IllegalStateException("an empty log has no nodes");
        });
  }

  /// Appends the hash of a leaf ([MerkleLog#leafHash]) and says its index.
  public long append(Bytes leafHash) {
    long index = size;
    int level = 0;
    long position = index;
    var hash = leafHash;
    put(level, position, hash);
    while ((position & 1) == 1) {
      hash = MerkleLog.nodeHash(node(level, position - 1), hash);
      level++;
      position >>= 1;
      put(level, position, hash);
    }
    size++;
    return index;
  }

  private void put(int level, long index, Bytes hash) {
    added.put(new Position(level, index), hash);
    newNodes.add(new NewNode(level, index, hash));
  }

  public long size() {
    return size;
  }

  public Bytes root() {
    return MerkleLog.root(size, this);
  }

  /// The path that proves leaf `index` in the tree as it is now.
  public List<Bytes> inclusionPath(long index) {
    return MerkleLog.inclusionPath(index, size, this);
  }

  /// What was added since the tree was opened, in order.
  public List<NewNode> newNodes() {
    return List.copyOf(newNodes);
  }

  @Override
  public Bytes node(int level, long index) {
    var hash = added.get(new Position(level, index));
    return hash == null ? kept.node(level, index) : hash;
  }
}
