package dev.hansa.ledgerprotocol;

import dev.hansa.identity.MalformedInput;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// RLP, Ethereum's serialisation of nested byte strings, in its one canonical spelling.
final class Rlp {
  static final byte[] EMPTY_STRING = {(byte) 0x80};
  private static final byte[] NONE = {};

  /// A piece of RLP: a byte string, or a list with its items. `length` is that of its encoding.
  @SuppressWarnings("ArrayRecordComponent")
  record Item(int length, boolean isList, byte[] content, List<Item> items) {}

  /// A trie's node nests twice: an inlined node in a branch, and a value's list is bytes here.
  private static final int DEPTH_MAX = 8;

  private Rlp() {}

  static byte[] bytes(byte[] content) {
    if (content.length == 1 && content[0] >= 0) {
      return content;
    }
    return withHeader(0x80, content);
  }

  static byte[] list(byte[]... encodedItems) {
    int length = 0;
    for (var item : encodedItems) {
      length += item.length;
    }
    var content = new byte[length];
    int at = 0;
    for (var item : encodedItems) {
      System.arraycopy(item, 0, content, at, item.length);
      at += item.length;
    }
    return withHeader(0xc0, content);
  }

  private static byte[] withHeader(int base, byte[] content) {
    var out = new ByteArrayOutputStream(content.length + 5);
    if (content.length < 56) {
      out.write(base + content.length);
    } else {
      int lengthBytes = (39 - Integer.numberOfLeadingZeros(content.length)) / 8;
      out.write(base + 55 + lengthBytes);
      for (int i = lengthBytes - 1; i >= 0; i--) {
        out.write(content.length >>> (8 * i));
      }
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  /// Reads exactly one item.
  static Item decode(byte[] rlp) {
    var reader = new Reader(rlp);
    var item = reader.item(0);
    if (reader.at != rlp.length) {
      throw new MalformedInput("RLP has nothing after its item");
    }
    return item;
  }

  private static final class Reader {
    private final byte[] rlp;
    private int at;

    Reader(byte[] rlp) {
      this.rlp = rlp;
    }

    Item item(int depth) {
      if (at >= rlp.length || depth > DEPTH_MAX) {
        throw new MalformedInput("RLP is complete, and nested " + DEPTH_MAX + " deep at most");
      }
      int start = at;
      int head = rlp[at++] & 0xff;
      if (head < 0x80) {
        var single = new byte[] {(byte) head};
        return new Item(1, false, single, List.of());
      }
      boolean isList = head >= 0xc0;
      int base = isList ? 0xc0 : 0x80;
      int length = head - base < 56 ? head - base : longLength(head - base - 55);
      if (length > rlp.length - at) {
        throw new MalformedInput("RLP is complete");
      }
      int end = at + length;
      if (!isList) {
        var content = Arrays.copyOfRange(rlp, at, end);
        if (length == 1 && content[0] >= 0) {
          throw new MalformedInput("RLP has its one spelling");
        }
        at = end;
        return new Item(end - start, false, content, List.of());
      }
      var items = new ArrayList<Item>();
      while (at < end) {
        items.add(item(depth + 1));
      }
      if (at != end) {
        throw new MalformedInput("an RLP list ends where its header says");
      }
      return new Item(end - start, true, NONE, items);
    }

    private int longLength(int lengthBytes) {
      if (lengthBytes > 3 || lengthBytes > rlp.length - at) {
        throw new MalformedInput("RLP is complete, and no item here has 16 MiB");
      }
      int length = 0;
      for (int i = 0; i < lengthBytes; i++) {
        length = (length << 8) | (rlp[at++] & 0xff);
      }
      if (length < 56 || rlp[at - lengthBytes] == 0) {
        throw new MalformedInput("RLP has its one spelling");
      }
      return length;
    }
  }
}
