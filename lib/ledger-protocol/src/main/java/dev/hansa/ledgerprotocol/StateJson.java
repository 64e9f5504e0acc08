package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;

/// JSON as Indy's clients rebuild it to check a proof: keys in the order of their UTF-8 bytes, no
/// spaces, escapes as serde_json writes them.
public final class StateJson {
  private static final String HEX = "0123456789abcdef";

  private StateJson() {}

  public static Bytes write(JsonNode node) {
    return Bytes.utf8(text(node));
  }

  public static String text(JsonNode node) {
    var out = new StringBuilder(256);
    write(node, out);
    return out.toString();
  }

  /// Reads a value of the state.
  public static JsonNode read(Bytes value) {
    return Json.parse(value.toUtf8());
  }

  private static void write(JsonNode node, StringBuilder out) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        out.append('{');
        boolean first = true;
        for (var name : SigningText.sortedNames(node)) {
          if (!first) {
            out.append(',');
          }
          first = false;
          writeText(name, out);
          out.append(':');
          write(node.get(name), out);
        }
        out.append('}');
      }
      case ARRAY -> {
        out.append('[');
        boolean first = true;
        for (var item : node) {
          if (!first) {
            out.append(',');
          }
          first = false;
          write(item, out);
        }
        out.append(']');
      }
      case STRING -> writeText(node.textValue(), out);
      case BOOLEAN -> out.append(node.booleanValue());
      case NULL -> out.append("null");
      case NUMBER -> {
        if (!node.isIntegralNumber()) {
          throw new MalformedInput("a number on the ledger is an integer");
        }
        out.append(node.bigIntegerValue());
      }
      case BINARY, MISSING, POJO -> throw new IllegalStateException("no JSON text has such a node");
    }
  }

  private static void writeText(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
