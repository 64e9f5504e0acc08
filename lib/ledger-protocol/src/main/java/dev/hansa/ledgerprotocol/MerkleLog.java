package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import java.util.ArrayList;
import java.util.List;

/// The Merkle tree of a log, [RFC 6962, section
/// 2.1](https://www.rfc-editor.org/rfc/rfc6962#section-2.1): roots, inclusion and consistency. The
/// one class for the ledger's logs, the receipts' and the order books'.
public final class MerkleLog {
  private static final Bytes EMPTY_ROOT = Bytes.sha256(new byte[0]);
  private static final byte[] LEAF = {0};
  private static final byte[] NODE = {1};

  private MerkleLog() {}

  /// Where the hashes of complete subtrees are kept. They never change as the log grows.
  public interface Nodes {
    /// The hash of the complete subtree with 2^level leaves that begins at leaf `index` * 2^level.
    /// Asked only for subtrees that are complete.
    Bytes node(int level, long index);
  }

  public static Bytes emptyRoot() {
    return EMPTY_ROOT;
  }

  public static Bytes leafHash(byte[] leaf) {
    return Bytes.sha256(LEAF, leaf);
  }

  public static Bytes nodeHash(Bytes left, Bytes right) {
    return Bytes.sha256(NODE, left.toArray(), right.toArray());
  }

  /// The nodes of a log whose leaf hashes are all in memory.
  public static Nodes of(List<Bytes> leafHashes) {
    var levels = new ArrayList<List<Bytes>>();
    levels.add(List.copyOf(leafHashes));
    while (levels.getLast().size() > 1) {
      var below = levels.getLast();
      var level = new ArrayList<Bytes>(below.size() / 2);
      for (int i = 0; i + 1 < below.size(); i += 2) {
        level.add(nodeHash(below.get(i), below.get(i + 1)));
      }
      levels.add(level);
    }
    return (level, index) -> levels.get(level).get(Math.toIntExact(index));
  }

  /// The root of the first `size` leaves.
  public static Bytes root(long size, Nodes nodes) {
    return size == 0 ? EMPTY_ROOT : range(0, size, nodes);
  }

  /// The path that proves leaf `index` (from 0) in the tree of the first `size` leaves.
  public static List<Bytes> inclusionPath(long index, long size, Nodes nodes) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("a proved leaf is in the tree");
    }
    var path = new ArrayList<Bytes>();
    long from = 0;
    long to = size;
    while (to - from > 1) {
      long middle = from + split(to - from);
      if (index < middle) {
        path.addFirst(range(middle, to, nodes));
        to = middle;
      } else {
        path.addFirst(range(from, middle, nodes));
        from = middle;
      }
    }
    return path;
  }

  /// The path that proves that the tree of `first` leaves is a beginning of the tree of `second`.
  public static List<Bytes> consistencyPath(long first, long second, Nodes nodes) {
    if (first < 0 || first > second) {
      throw new IllegalArgumentException("the older tree is not longer than the newer one");
    }
    var path = new ArrayList<Bytes>();
    if (first == 0 || first == second) {
      return path;
    }
    long from = 0;
    long to = second;
    boolean whole = true;
    while (first != to) {
      long middle = from + split(to - from);
      if (first <= middle) {
        path.addFirst(range(middle, to, nodes));
        to = middle;
      } else {
        path.addFirst(range(from, middle, nodes));
        from = middle;
        whole = false;
      }
    }
    if (!whole) {
      path.addFirst(range(from, to, nodes));
    }
    return path;
  }

  /// True if the path leads from this leaf, at this index, to this root of a tree of that size.
  public static boolean verifyInclusion(
      Bytes leafHash, long index, long size, List<Bytes> path, Bytes root) {
    if (index < 0 || index >= size) {
      return false;
    }
    long fn = index;
    long sn = size - 1;
    var hash = leafHash;
    for (var sibling : path) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        hash = nodeHash(sibling, hash);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        hash = nodeHash(hash, sibling);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && hash.equals(root);
  }

  /// True if the path proves that nothing of the older tree was changed or taken out in the newer.
  public static boolean verifyConsistency(
      long first, long second, Bytes firstRoot, Bytes secondRoot, List<Bytes> path) {
    if (first < 0 || first > second) {
      return false;
    }
    if (first == second) {
      return path.isEmpty() && firstRoot.equals(secondRoot);
    }
    if (first == 0) {
      return path.isEmpty() && firstRoot.equals(EMPTY_ROOT);
    }
    var hashes = new ArrayList<>(path);
    if (Long.bitCount(first) == 1) {
      hashes.addFirst(firstRoot);
    }
    if (hashes.isEmpty()) {
      return false;
    }
    long fn = first - 1;
    long sn = second - 1;
    while ((fn & 1) == 1) {
      fn >>= 1;
      sn >>= 1;
    }
    var older = hashes.getFirst();
    var newer = older;
    for (var hash : hashes.subList(1, hashes.size())) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        older = nodeHash(hash, older);
        newer = nodeHash(hash, newer);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        newer = nodeHash(newer, hash);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && older.equals(firstRoot) && newer.equals(secondRoot);
  }

  // The hash over leaves [from, to), where `from` is a multiple of the largest power of two in it.
  private static Bytes range(long from, long to, Nodes nodes) {
    long size = to - from;
    if (Long.bitCount(size) == 1) {
      int level = Long.numberOfTrailingZeros(size);
      return nodes.node(level, from >> level);
    }
    long middle = from + split(size);
    return nodeHash(range(from, middle, nodes), range(middle, to, nodes));
  }

  // The largest power of two that is smaller than the size.
  private static long split(long size) {
    return Long.highestOneBit(size - 1);
  }
}
