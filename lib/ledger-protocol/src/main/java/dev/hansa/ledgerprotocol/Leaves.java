package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;

/// The leaf of a transaction in its log, as Indy has it:
/// [MessagePack](https://github.com/msgpack/msgpack/blob/master/spec.md) with sorted keys at every
/// depth, each value in its shortest form.
public final class Leaves {
  private Leaves() {}

  public static Bytes encode(ObjectNode transaction) {
    var writer = new MsgpackWriter();
    write(transaction, writer);
    return writer.toBytes();
  }

  private static void write(JsonNode node, MsgpackWriter writer) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        writer.map(node.size());
        for (var name : SigningText.sortedNames(node)) {
          writer.text(name);
          write(node.get(name), writer);
        }
      }
      case ARRAY -> {
        writer.array(node.size());
        for (var item : node) {
          write(item, writer);
        }
      }
      case STRING -> writer.text(node.textValue());
      case BOOLEAN -> writer.bool(node.booleanValue());
      case NULL -> writer.nil();
      case NUMBER -> {
        if (!node.isIntegralNumber() || node.bigIntegerValue().bitLength() > 64) {
          throw new MalformedInput("a number on the ledger is an integer of at most 64 bits");
        }
        writer.integer(node.bigIntegerValue());
      }
      case BINARY, MISSING, POJO -> throw new IllegalStateException("no JSON text has such a node");
    }
  }

  /// The transaction of a leaf. Throws [MalformedInput] for bytes that [#encode] would not have
  /// written, in form if not in order.
  public static ObjectNode decode(Bytes leaf) {
    var reader = new MsgpackReader(leaf.toArray());
    if (reader.read(Json.DEPTH_MAX) instanceof ObjectNode object && reader.isAtEnd()) {
      return object;
    }
    throw new MalformedInput("a leaf is one MessagePack map");
  }
}
