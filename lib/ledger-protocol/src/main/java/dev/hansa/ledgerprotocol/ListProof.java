package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import java.util.List;
import java.util.SortedMap;

/// Proves everything under a prefix of a state, and that there is no more.
public record ListProof(List<Bytes> nodes) {
  public static final int NODES_MAX = 20_000;

  public ListProof {
    nodes = List.copyOf(nodes);
    if (nodes.size() > NODES_MAX) {
      throw new MalformedInput("a list proof has at most " + NODES_MAX + " nodes");
    }
  }

  /// The whole list. Throws [MalformedInput] for nodes that prove nothing.
  public SortedMap<Bytes, Bytes> verify(Bytes root, Bytes prefix) {
    var walk = new ProofNodes(nodes);
    var list = TrieWalk.list(TrieWalk.ref(root), prefix, walk::load);
    walk.requireAllUsed();
    return list;
  }
}
