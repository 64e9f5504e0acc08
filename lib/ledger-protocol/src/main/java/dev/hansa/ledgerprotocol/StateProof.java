package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import java.util.List;
import java.util.Optional;

/// Proves what stands under one key of a state, or that nothing does.
public record StateProof(List<Bytes> nodes) {
  /// A path is one node for each of a key's nibbles at most; real ones have about ten.
  public static final int NODES_MAX = 2 * Trie.KEY_LENGTH_MAX + 1;

  public StateProof {
    nodes = List.copyOf(nodes);
    if (nodes.size() > NODES_MAX) {
      throw new MalformedInput("a state proof has at most " + NODES_MAX + " nodes");
    }
  }

  /// What is proved under this key by this root. Throws [MalformedInput] for nodes that prove
  /// nothing: one that is missing, changed, or not needed.
  public Optional<Bytes> verify(Bytes root, Bytes key) {
    var walk = new ProofNodes(nodes);
    var value = TrieWalk.find(root, key, walk::load);
    walk.requireAllUsed();
    return value;
  }
}
