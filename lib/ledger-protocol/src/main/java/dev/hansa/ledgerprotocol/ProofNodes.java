package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A proof's nodes, found by the hash that they really have.
final class ProofNodes {
  private final Map<Bytes, TrieNode> byHash = new HashMap<>();
  private final Set<Bytes> used = new HashSet<>();

  ProofNodes(List<Bytes> nodes) {
    for (var node : nodes) {
      var rlp = node.toArray();
      if (byHash.put(TrieNode.hash(rlp), TrieNode.decode(rlp)) != null) {
        throw new MalformedInput("a node stands once in a proof");
      }
    }
  }

  TrieNode load(TrieNode.Ref ref) {
    return switch (ref) {
      case TrieNode.Direct(var node) -> node;
      case TrieNode.Hashed(var hash) -> {
        var node = byHash.get(hash);
        if (node == null) {
          throw new MalformedInput("a proof has every node on its way");
        }
        used.add(hash);
        yield node;
      }
    };
  }

  void requireAllUsed() {
    if (used.size() != byHash.size()) {
      throw new MalformedInput("a proof has no node that is not on its way");
    }
  }
}
