package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.jspecify.annotations.Nullable;

/// A node of the Merkle Patricia trie, decoded. Immutable once made.
sealed interface TrieNode {
  int HASH_LENGTH = 32;

  /// What a node points to.
  sealed interface Ref {}

  /// A node that is kept elsewhere, by its hash.
  record Hashed(Bytes hash) implements Ref {}

  /// A node in memory: too short to be hashed, or not hashed yet.
  record Direct(TrieNode node) implements Ref {}

  // The arrays in these records are never changed after construction and never leave the package.

  @SuppressWarnings("ArrayRecordComponent")
  record Leaf(byte[] path, byte[] value) implements TrieNode {}

  @SuppressWarnings("ArrayRecordComponent")
  record Extension(byte[] path, Ref child) implements TrieNode {}

  @SuppressWarnings("ArrayRecordComponent")
  record Branch(@Nullable Ref[] children, byte @Nullable [] value) implements TrieNode {}

  static Bytes hash(byte[] rlp) {
    var digest = new SHA3Digest(256);
    digest.update(rlp, 0, rlp.length);
    var out = new byte[HASH_LENGTH];
    digest.doFinal(out, 0);
    return Bytes.copyOf(out);
  }

  static byte[] nibbles(byte[] key) {
    var nibbles = new byte[key.length * 2];
    for (int i = 0; i < key.length; i++) {
      nibbles[2 * i] = (byte) (key[i] >> 4 & 0x0f);
      nibbles[2 * i + 1] = (byte) (key[i] & 0x0f);
    }
    return nibbles;
  }

  /// The hex-prefix form of a path.
  static byte[] pack(byte[] path, boolean leaf) {
    int odd = path.length & 1;
    var packed = new byte[path.length / 2 + 1];
    packed[0] = (byte) ((leaf ? 0x20 : 0) | (odd == 1 ? 0x10 | path[0] : 0));
    for (int i = odd; i < path.length; i += 2) {
      packed[1 + i / 2] = (byte) (path[i] << 4 | path[i + 1]);
    }
    return packed;
  }

  static TrieNode decode(byte[] rlp) {
    return decode(Rlp.decode(rlp));
  }

  private static TrieNode decode(Rlp.Item item) {
    return switch (item.items().size()) {
      case 2 -> decodePair(item.items());
      case 17 -> decodeBranch(item.items());
      default -> throw malformed();
    };
  }

  private static TrieNode decodePair(List<Rlp.Item> items) {
    var packed = items.getFirst();
    if (packed.isList() || packed.content().length == 0) {
      throw malformed();
    }
    int flags = packed.content()[0] >> 4 & 0x0f;
    if (flags > 3 || ((flags & 1) == 0 && (packed.content()[0] & 0x0f) != 0)) {
      throw malformed();
    }
    var all = nibbles(packed.content());
    var path = Arrays.copyOfRange(all, (flags & 1) == 1 ? 1 : 2, all.length);
    var second = items.getLast();
    if ((flags & 2) != 0) {
      if (second.isList() || second.content().length == 0) {
        throw malformed();
      }
      return new Leaf(path, second.content());
    }
    var child = decodeRef(second);
    if (child == null || path.length == 0) {
      throw malformed();
    }
    return new Extension(path, child);
  }

  private static TrieNode decodeBranch(List<Rlp.Item> items) {
    var children = new @Nullable Ref[16];
    for (int i = 0; i < 16; i++) {
      children[i] = decodeRef(items.get(i));
    }
    var value = items.getLast();
    if (value.isList()) {
      throw malformed();
    }
    return new Branch(children, value.content().length == 0 ? null : value.content());
  }

  private static @Nullable Ref decodeRef(Rlp.Item item) {
    if (item.isList()) {
      // A longer node must stand by its hash, or one trie would have two roots.
      if (item.length() >= HASH_LENGTH) {
        throw malformed();
      }
      return new Direct(decode(item));
    }
    return switch (item.content().length) {
      case 0 -> null;
      case HASH_LENGTH -> new Hashed(Bytes.copyOf(item.content()));
      default -> throw malformed();
    };
  }

  private static MalformedInput malformed() {
    return new MalformedInput("a trie node is a leaf, an extension or a branch in RLP");
  }
}
