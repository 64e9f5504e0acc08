package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;

/// The leaf of a transaction in its log, as Indy has it: MessagePack with sorted keys, at every
/// depth.
public final class Leaves {
  private static final MessagePack.PackerConfig PACKER =
      new MessagePack.PackerConfig().withBufferSize(1024);

  private Leaves() {}

  public static Bytes encode(ObjectNode transaction) {
    try (var packer = PACKER.newBufferPacker()) {
      write(transaction, packer);
      return Bytes.copyOf(packer.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
  }

  private static void write(JsonNode node, MessagePacker packer) throws IOException {
    switch (node.getNodeType()) {
      case OBJECT -> {
        packer.packMapHeader(node.size());
        for (var name : SigningText.sortedNames(node)) {
          packer.packString(name);
          write(node.get(name), packer);
        }
      }
      case ARRAY -> {
        packer.packArrayHeader(node.size());
        for (var item : node) {
          write(item, packer);
        }
      }
      case STRING -> packer.packString(node.textValue());
      case BOOLEAN -> packer.packBoolean(node.booleanValue());
      case NULL -> packer.packNil();
      case NUMBER -> {
        if (!node.isIntegralNumber()) {
          throw new MalformedInput("a number on the ledger is an integer");
        }
        packer.packBigInteger(node.bigIntegerValue());
      }
      case BINARY, MISSING, POJO -> throw new IllegalStateException("no JSON text has such a node");
    }
  }

  /// The transaction of a leaf that was written by [#encode].
  public static ObjectNode decode(Bytes leaf) {
    try (var unpacker = MessagePack.newDefaultUnpacker(leaf.toArray())) {
      var node = read(unpacker, 0);
      if (node instanceof ObjectNode object && !unpacker.hasNext()) {
        return object;
      }
    } catch (IOException | MessagePackException e) {
      throw new MalformedInput("a leaf is one MessagePack map");
    }
    throw new MalformedInput("a leaf is one MessagePack map");
  }

  private static JsonNode read(MessageUnpacker unpacker, int depth) throws IOException {
    if (depth > Json.DEPTH_MAX) {
      throw new MalformedInput("a leaf is at most " + Json.DEPTH_MAX + " levels deep");
    }
    return switch (unpacker.getNextFormat().getValueType()) {
      case MAP -> {
        var object = Json.newObject();
        int size = unpacker.unpackMapHeader();
        for (int i = 0; i < size; i++) {
          var name = unpacker.unpackString();
          object.set(name, read(unpacker, depth + 1));
        }
        yield object;
      }
      case ARRAY -> {
        var array = Json.newArray();
        int size = unpacker.unpackArrayHeader();
        for (int i = 0; i < size; i++) {
          array.add(read(unpacker, depth + 1));
        }
        yield array;
      }
      case STRING -> Json.newObject().textNode(unpacker.unpackString());
      case BOOLEAN -> Json.newObject().booleanNode(unpacker.unpackBoolean());
      case INTEGER -> {
        var integer = unpacker.unpackBigInteger();
        var nodes = Json.newObject();
        yield integer.bitLength() < 32
            ? nodes.numberNode(integer.intValue())
            : integer.bitLength() < 64
                ? nodes.numberNode(integer.longValue())
                : nodes.numberNode(integer);
      }
      case NIL -> {
        unpacker.unpackNil();
        yield Json.newObject().nullNode();
      }
      case FLOAT, BINARY, EXTENSION ->
          throw new MalformedInput("a leaf has maps, arrays, texts and integers");
    };
  }
}
