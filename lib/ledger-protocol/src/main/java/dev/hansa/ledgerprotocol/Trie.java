package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Indy's state: a Merkle Patricia trie as in Ethereum, with SHA3-256, whose values are
/// `RLP([value])`. Changes gather in memory; [#commit] hashes each changed node once. Not for
/// several threads.
public final class Trie {
  /// No key of ours is longer: `1:<dest>:<seqNo>` or a prefix, hash and DID.
  public static final int KEY_LENGTH_MAX = 1024;

  /// The root of the trie that holds nothing: SHA3-256 of RLP's empty string.
  public static final Bytes EMPTY_ROOT = TrieNode.hash(Rlp.EMPTY_STRING);

  /// Where nodes are kept, by their SHA3-256.
  @FunctionalInterface
  public interface Nodes {
    Optional<Bytes> find(Bytes hash);
  }

  private final TrieNodes nodes;
  private TrieNode.@Nullable Ref root;
  private Bytes committedRoot;

  public Trie(Bytes root, Nodes nodes) {
    this(root, new TrieNodes(nodes, new TrieNodes.Recent(0)));
  }

  Trie(Bytes root, TrieNodes nodes) {
    this.nodes = nodes;
    this.committedRoot = root;
    this.root = root.equals(EMPTY_ROOT) ? null : new TrieNode.Hashed(root);
  }

  /// The root as of the last commit.
  public Bytes root() {
    return committedRoot;
  }

  public Optional<Bytes> get(Bytes key) {
    var path = TrieNode.nibbles(key.toArray());
    int at = 0;
    var ref = root;
    while (ref != null) {
      var node = nodes.load(ref);
      switch (node) {
        case TrieNode.Leaf leaf -> {
          return Arrays.equals(leaf.path(), 0, leaf.path().length, path, at, path.length)
              ? Optional.of(unwrap(leaf.value()))
              : Optional.empty();
        }
        case TrieNode.Extension extension -> {
          int length = extension.path().length;
          if (common(extension.path(), path, at) < length) {
            return Optional.empty();
          }
          at += length;
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

  /// All entries whose key begins with the prefix, in the order of their bytes.
  public SortedMap<Bytes, Bytes> list(Bytes prefix) {
    return TrieWalk.list(root, prefix, nodes::load);
  }

  public void put(Bytes key, Bytes value) {
    if (key.length() == 0 || key.length() > KEY_LENGTH_MAX) {
      throw new IllegalArgumentException("a key has 1 to " + KEY_LENGTH_MAX + " bytes");
    }
    root = put(root, TrieNode.nibbles(key.toArray()), 0, wrap(value));
  }

  private TrieNode.Ref put(TrieNode.@Nullable Ref ref, byte[] path, int at, byte[] value) {
    if (ref == null) {
      return new TrieNode.Direct(new TrieNode.Leaf(rest(path, at), value));
    }
    return new TrieNode.Direct(
        switch (nodes.load(ref)) {
          case TrieNode.Leaf leaf -> putAtLeaf(leaf, path, at, value);
          case TrieNode.Extension extension -> putAtExtension(extension, path, at, value);
          case TrieNode.Branch branch -> putAtBranch(branch, path, at, value);
        });
  }

  private TrieNode putAtLeaf(TrieNode.Leaf leaf, byte[] path, int at, byte[] value) {
    int common = common(leaf.path(), path, at);
    if (common == leaf.path().length && at + common == path.length) {
      return new TrieNode.Leaf(leaf.path(), value);
    }
    var children = new TrieNode.@Nullable Ref[16];
    byte[] branchValue = null;
    if (common == leaf.path().length) {
      branchValue = leaf.value();
    } else {
      children[leaf.path()[common]] =
          new TrieNode.Direct(new TrieNode.Leaf(rest(leaf.path(), common + 1), leaf.value()));
    }
    if (at + common == path.length) {
      branchValue = value;
    } else {
      children[path[at + common]] =
          new TrieNode.Direct(new TrieNode.Leaf(rest(path, at + common + 1), value));
    }
    return under(path, at, common, new TrieNode.Branch(children, branchValue));
  }

  private TrieNode putAtExtension(TrieNode.Extension extension, byte[] path, int at, byte[] value) {
    var own = extension.path();
    int common = common(own, path, at);
    if (common == own.length) {
      return new TrieNode.Extension(own, put(extension.child(), path, at + common, value));
    }
    var children = new TrieNode.@Nullable Ref[16];
    byte[] branchValue = null;
    children[own[common]] =
        common + 1 == own.length
            ? extension.child()
            : new TrieNode.Direct(new TrieNode.Extension(rest(own, common + 1), extension.child()));
    if (at + common == path.length) {
      branchValue = value;
    } else {
      children[path[at + common]] =
          new TrieNode.Direct(new TrieNode.Leaf(rest(path, at + common + 1), value));
    }
    return under(path, at, common, new TrieNode.Branch(children, branchValue));
  }

  private TrieNode putAtBranch(TrieNode.Branch branch, byte[] path, int at, byte[] value) {
    if (at == path.length) {
      return new TrieNode.Branch(branch.children(), value);
    }
    var children = branch.children().clone();
    children[path[at]] = put(children[path[at]], path, at + 1, value);
    return new TrieNode.Branch(children, branch.value());
  }

  private static TrieNode under(byte[] path, int at, int common, TrieNode.Branch branch) {
    return common == 0
        ? branch
        : new TrieNode.Extension(
            Arrays.copyOfRange(path, at, at + common), new TrieNode.Direct(branch));
  }

  /// Hashes what changed and returns the nodes that are new, children before parents.
  public List<BlockWrites.TrieNode> commit() {
    var fresh = new ArrayList<BlockWrites.TrieNode>();
    if (root instanceof TrieNode.Direct(var node)) {
      var encoded = encode(node, fresh);
      // The root is kept by its hash, however short it is.
      committedRoot = keep(encoded, fresh);
      root = new TrieNode.Hashed(committedRoot);
    }
    return fresh;
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Encoded(TrieNode node, byte[] rlp) {}

  private Bytes keep(Encoded encoded, List<BlockWrites.TrieNode> fresh) {
    var hash = TrieNode.hash(encoded.rlp());
    fresh.add(new BlockWrites.TrieNode(hash, Bytes.copyOf(encoded.rlp())));
    nodes.remember(hash, encoded.node());
    return hash;
  }

  private Encoded encode(TrieNode node, List<BlockWrites.TrieNode> fresh) {
    return switch (node) {
      case TrieNode.Leaf leaf ->
          new Encoded(
              leaf, Rlp.list(Rlp.bytes(TrieNode.pack(leaf.path(), true)), Rlp.bytes(leaf.value())));
      case TrieNode.Extension extension -> {
        var child = settle(extension.child(), fresh);
        yield new Encoded(
            new TrieNode.Extension(extension.path(), child.ref()),
            Rlp.list(Rlp.bytes(TrieNode.pack(extension.path(), false)), child.rlp()));
      }
      case TrieNode.Branch branch -> {
        var items = new byte[17][];
        var children = new TrieNode.@Nullable Ref[16];
        for (int i = 0; i < 16; i++) {
          var ref = branch.children()[i];
          if (ref == null) {
            items[i] = Rlp.EMPTY_STRING;
          } else {
            var settled = settle(ref, fresh);
            items[i] = settled.rlp();
            children[i] = settled.ref();
          }
        }
        var value = branch.value();
        items[16] = value == null ? Rlp.EMPTY_STRING : Rlp.bytes(value);
        yield new Encoded(new TrieNode.Branch(children, value), Rlp.list(items));
      }
    };
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Settled(TrieNode.Ref ref, byte[] rlp) {}

  private Settled settle(TrieNode.Ref ref, List<BlockWrites.TrieNode> fresh) {
    return switch (ref) {
      case TrieNode.Hashed(var hash) -> new Settled(ref, Rlp.bytes(hash.toArray()));
      case TrieNode.Direct(var node) -> {
        var encoded = encode(node, fresh);
        if (encoded.rlp().length < TrieNode.HASH_LENGTH) {
          yield new Settled(new TrieNode.Direct(encoded.node()), encoded.rlp());
        }
        var hash = keep(encoded, fresh);
        yield new Settled(new TrieNode.Hashed(hash), Rlp.bytes(hash.toArray()));
      }
    };
  }

  /// The nodes that prove what is, or is not, under this key in the trie with this root.
  public static List<Bytes> prove(Bytes root, Bytes key, Nodes nodes) {
    return TrieWalk.prove(root, key, nodes);
  }

  /// The nodes that prove everything under this prefix, and that there is no more.
  public static List<Bytes> proveList(Bytes root, Bytes prefix, Nodes nodes, int nodesMax) {
    return TrieWalk.proveList(root, prefix, nodes, nodesMax);
  }

  /// The nodes that a node names by their hashes, in the order of their keys; through those that
  /// stand in it whole. Throws [MalformedInput] if it is no node.
  public static List<Bytes> named(Bytes node) {
    var named = new ArrayList<Bytes>();
    named(TrieNode.decode(node.toArray()), named);
    return named;
  }

  private static void named(TrieNode node, List<Bytes> named) {
    switch (node) {
      case TrieNode.Leaf _ -> {}
      case TrieNode.Extension extension -> named(extension.child(), named);
      case TrieNode.Branch branch -> {
        for (var child : branch.children()) {
          if (child != null) {
            named(child, named);
          }
        }
      }
    }
  }

  private static void named(TrieNode.Ref ref, List<Bytes> named) {
    switch (ref) {
      case TrieNode.Hashed(var hash) -> named.add(hash);
      case TrieNode.Direct(var node) -> named(node, named);
    }
  }

  /// By which a node is named: the SHA3-256 of its RLP.
  public static Bytes nodeHash(byte[] rlp) {
    return TrieNode.hash(rlp);
  }

  private static byte[] wrap(Bytes value) {
    return Rlp.list(Rlp.bytes(value.toArray()));
  }

  static Bytes unwrap(byte[] wrapped) {
    var item = Rlp.decode(wrapped);
    if (!item.isList() || item.items().size() != 1 || item.items().getFirst().isList()) {
      throw new MalformedInput("a value in the state is the RLP of a list with one text");
    }
    return Bytes.copyOf(item.items().getFirst().content());
  }

  static byte[] rest(byte[] path, int from) {
    return Arrays.copyOfRange(path, from, path.length);
  }

  // How many nibbles of `own` are the next ones of the path.
  static int common(byte[] own, byte[] path, int at) {
    int length = Math.min(own.length, path.length - at);
    int mismatch = Arrays.mismatch(own, 0, length, path, at, at + length);
    return mismatch < 0 ? length : mismatch;
  }
}
