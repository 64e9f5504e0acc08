package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads the MessagePack that [MsgpackWriter] writes: maps with text keys, arrays, texts, integers,
/// true, false and nil.
final class MsgpackReader {
  private static final ObjectNode NODES = Json.newObject();

  private final ByteBuffer in;

  MsgpackReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  boolean isAtEnd() {
    return !in.hasRemaining();
  }

  JsonNode read(int depthMax) {
    if (depthMax < 0) {
      throw malformed();
    }
    int tag = unsigned(1);
    if (tag < 0x80) {
      return number(tag);
    }
    if (tag >= 0xe0) {
      return number((byte) tag);
    }
    if (tag < 0x90) {
      return map(tag & 0x0f, depthMax);
    }
    if (tag < 0xa0) {
      return array(tag & 0x0f, depthMax);
    }
    if (tag < 0xc0) {
      return NODES.textNode(text(tag & 0x1f));
    }
    return switch (tag) {
      case 0xc0 -> NODES.nullNode();
      case 0xc2 -> NODES.booleanNode(false);
      case 0xc3 -> NODES.booleanNode(true);
      case 0xcc -> number(unsigned(1));
      case 0xcd -> number(unsigned(2));
      case 0xce -> number(bits(4) & 0xffffffffL);
      case 0xcf -> unsigned64(bits(8));
      case 0xd0 -> number(negative(1));
      case 0xd1 -> number(negative(2));
      case 0xd2 -> number(negative(4));
      case 0xd3 -> number(negative(8));
      case 0xd9 -> NODES.textNode(text(unsigned(1)));
      case 0xda -> NODES.textNode(text(unsigned(2)));
      case 0xdb -> NODES.textNode(text(size32()));
      case 0xdc -> array(unsigned(2), depthMax);
      case 0xdd -> array(size32(), depthMax);
      case 0xde -> map(unsigned(2), depthMax);
      case 0xdf -> map(size32(), depthMax);
      default -> throw malformed();
    };
  }

  // An int node where it fits, as a JSON parser gives it, so that equal texts give equal trees.
  private static JsonNode number(long value) {
    return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
  }

  private static JsonNode unsigned64(long bits) {
    return bits >= 0 ? number(bits) : NODES.numberNode(new BigInteger(Long.toUnsignedString(bits)));
  }

  private ObjectNode map(int size, int depthMax) {
    var object = Json.newObject();
    for (int i = 0; i < size; i++) {
      if (!(read(0) instanceof com.fasterxml.jackson.databind.node.TextNode name)) {
        throw malformed();
      }
      object.set(name.textValue(), read(depthMax - 1));
    }
    return object;
  }

  private ArrayNode array(int size, int depthMax) {
    var array = Json.newArray();
    for (int i = 0; i < size; i++) {
      array.add(read(depthMax - 1));
    }
    return array;
  }

  private String text(int length) {
    if (length > in.remaining()) {
      throw malformed();
    }
    var utf8 = in.slice(in.position(), length);
    in.position(in.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException e) {
      throw malformed();
    }
  }

  private int size32() {
    long size = bits(4) & 0xffffffffL;
    if (size > in.remaining()) {
      throw malformed();
    }
    return (int) size;
  }

  private int unsigned(int length) {
    return (int) bits(length);
  }

  // The bits with their sign.
  private long negative(int length) {
    int spare = 64 - 8 * length;
    return bits(length) << spare >> spare;
  }

  private long bits(int length) {
    if (length > in.remaining()) {
      throw malformed();
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = (value << 8) | (in.get() & 0xff);
    }
    return value;
  }

  private static MalformedInput malformed() {
    return new MalformedInput("a leaf is MessagePack: maps, arrays, texts and integers");
  }
}
