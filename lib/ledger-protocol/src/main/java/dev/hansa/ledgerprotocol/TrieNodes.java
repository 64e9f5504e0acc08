package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Invariant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Decoded nodes on top of the kept ones: the most recently used stay. Not for several threads.
final class TrieNodes {
  private final Trie.Nodes kept;
  private final Recent recent;

  TrieNodes(Trie.Nodes kept, Recent recent) {
    this.kept = kept;
    this.recent = recent;
  }

  TrieNode load(TrieNode.Ref ref) {
    return switch (ref) {
      case TrieNode.Direct(var node) -> node;
      case TrieNode.Hashed(var hash) -> {
        var node = recent.get(hash);
        if (node == null) {
          node = TrieNode.decode(require(hash, kept).toArray());
          recent.put(hash, node);
        }
        yield node;
      }
    };
  }

  static Bytes require(Bytes hash, Trie.Nodes kept) {
    var rlp = kept.find(hash);
    Invariant.holds(rlp.isPresent(), "every node of the state that a node names is kept");
    var bytes = rlp.orElseThrow();
    Invariant.holds(
        TrieNode.hash(bytes.toArray()).equals(hash),
        "a node of the state has the hash it is kept by");
    return bytes;
  }

  void remember(Bytes hash, TrieNode node) {
    recent.put(hash, node);
  }

  /// The most recently used nodes. They may serve several stores, as a node is named by its hash.
  static final class Recent extends LinkedHashMap<Bytes, TrieNode> {
    private static final long serialVersionUID = 1L;

    private final int sizeMax;

    Recent(int sizeMax) {
      super(16, 0.75f, true);
      this.sizeMax = sizeMax;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Bytes, TrieNode> eldest) {
      return size() > sizeMax;
    }
  }
}
