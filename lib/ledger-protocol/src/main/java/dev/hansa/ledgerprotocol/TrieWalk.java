package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Walks that only read a trie: to one key, or through everything under a prefix. The same walks
/// make a proof (over kept nodes, noting each) and check it (over the proof's nodes).
final class TrieWalk {
  @FunctionalInterface
  interface Loader {
    TrieNode load(TrieNode.Ref ref);
  }

  private final Loader loader;

  private TrieWalk(Loader loader) {
    this.loader = loader;
  }

  static List<Bytes> prove(Bytes root, Bytes key, Trie.Nodes nodes) {
    var proof = new ArrayList<Bytes>();
    var _ = find(root, key, noting(nodes, proof, Integer.MAX_VALUE));
    return proof;
  }

  static List<Bytes> proveList(Bytes root, Bytes prefix, Trie.Nodes nodes, int nodesMax) {
    var proof = new ArrayList<Bytes>();
    var _ = list(ref(root), prefix, noting(nodes, proof, nodesMax));
    return proof;
  }

  // Two subtrees that are alike are one node, which stands once in the proof.
  private static Loader noting(Trie.Nodes nodes, List<Bytes> proof, int nodesMax) {
    var noted = new HashSet<Bytes>();
    return ref ->
        switch (ref) {
          case TrieNode.Direct(var node) -> node;
          case TrieNode.Hashed(var hash) -> {
            var rlp = TrieNodes.require(hash, nodes);
            if (noted.add(hash)) {
              if (proof.size() >= nodesMax) {
                throw new MalformedInput("a list of the state has at most " + nodesMax + " nodes");
              }
              proof.add(rlp);
            }
            yield TrieNode.decode(rlp.toArray());
          }
        };
  }

  static TrieNode.@Nullable Ref ref(Bytes root) {
    return root.equals(Trie.EMPTY_ROOT) ? null : new TrieNode.Hashed(root);
  }

  static Optional<Bytes> find(Bytes root, Bytes key, Loader loader) {
    var path = TrieNode.nibbles(key.toArray());
    int at = 0;
    var ref = ref(root);
    while (ref != null) {
      switch (loader.load(ref)) {
        case TrieNode.Leaf leaf -> {
          return Arrays.equals(leaf.path(), 0, leaf.path().length, path, at, path.length)
              ? Optional.of(Trie.unwrap(leaf.value()))
              : Optional.empty();
        }
        case TrieNode.Extension extension -> {
          if (Trie.common(extension.path(), path, at) < extension.path().length) {
            return Optional.empty();
          }
          at += extension.path().length;
          ref = extension.child();
        }
        case TrieNode.Branch branch -> {
          if (at == path.length) {
            return Optional.ofNullable(branch.value()).map(Trie::unwrap);
          }
          ref = branch.children()[path[at]];
          at++;
        }
      }
    }
    return Optional.empty();
  }

  static SortedMap<Bytes, Bytes> list(TrieNode.@Nullable Ref root, Bytes prefix, Loader loader) {
    var found = new TreeMap<Bytes, Bytes>();
    if (root != null) {
      new TrieWalk(loader).collect(root, new byte[0], TrieNode.nibbles(prefix.toArray()), found);
    }
    return found;
  }

  // Everything below `ref`, which stands at `path`; only what the prefix allows is loaded.
  private void collect(
      TrieNode.Ref ref, byte[] path, byte[] prefix, SortedMap<Bytes, Bytes> found) {
    switch (loader.load(ref)) {
      case TrieNode.Leaf leaf -> add(joined(path, leaf.path()), prefix, leaf.value(), found);
      case TrieNode.Extension extension -> {
        var next = joined(path, extension.path());
        if (fits(next, prefix)) {
          collect(extension.child(), next, prefix, found);
        }
      }
      case TrieNode.Branch branch -> {
        if (branch.value() != null) {
          add(path, prefix, branch.value(), found);
        }
        for (byte i = 0; i < 16; i++) {
          var child = branch.children()[i];
          if (child != null) {
            var next = joined(path, new byte[] {i});
            if (fits(next, prefix)) {
              collect(child, next, prefix, found);
            }
          }
        }
      }
    }
  }

  private static void add(byte[] path, byte[] prefix, byte[] value, SortedMap<Bytes, Bytes> found) {
    if (path.length >= prefix.length && fits(path, prefix)) {
      if ((path.length & 1) != 0 || path.length > 2 * Trie.KEY_LENGTH_MAX) {
        throw new MalformedInput("a key of the state is whole bytes");
      }
      var key = new byte[path.length / 2];
      for (int i = 0; i < key.length; i++) {
        key[i] = (byte) (path[2 * i] << 4 | path[2 * i + 1]);
      }
      found.put(Bytes.copyOf(key), Trie.unwrap(value));
    }
  }

  // True if one of the two is a beginning of the other.
  private static boolean fits(byte[] path, byte[] prefix) {
    int length = Math.min(path.length, prefix.length);
    return Arrays.equals(path, 0, length, prefix, 0, length);
  }

  private static byte[] joined(byte[] path, byte[] more) {
    var joined = Arrays.copyOf(path, path.length + more.length);
    System.arraycopy(more, 0, joined, path.length, more.length);
    return joined;
  }
}
