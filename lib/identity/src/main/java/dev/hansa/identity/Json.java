package dev.hansa.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.erdtman.jcs.JsonCanonicalizer;

/// JSON from outside, read strictly: no member twice, nothing after the value, bounded in length,
/// depth and number; and JSON to the outside in one form, RFC 8785.
public final class Json {
  /// No JSON text from outside is longer, unless the caller sets a lower limit.
  public static final int LENGTH_MAX = 1 << 20;

  public static final int DEPTH_MAX = 32;

  /// Integers beyond this lose digits in JSON readers that hold doubles (RFC 8785, section 3.1).
  public static final long INTEGER_MAX = (1L << 53) - 1;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxNumberLength(32)
                          .maxNameLength(1024)
                          .maxStringLength(LENGTH_MAX)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .nodeFactory(new FiniteNumbers())
          .build();

  private Json() {}

  /// What no double holds would be read as infinite, and written as no JSON at all.
  private static final class FiniteNumbers extends JsonNodeFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public NumericNode numberNode(double value) {
      if (!Double.isFinite(value)) {
        throw new MalformedInput("a number is within what a double holds (RFC 8259, section 6)");
      }
      return super.numberNode(value);
    }
  }

  /// Reads one JSON value of at most [#LENGTH_MAX] characters.
  public static JsonNode parse(String text) {
    return parse(text, LENGTH_MAX);
  }

  public static JsonNode parse(String text, int lengthMax) {
    if (text.length() > lengthMax) {
      throw new MalformedInput("a JSON text has at most " + lengthMax + " characters here");
    }
    try {
      var node = MAPPER.readTree(text);
      if (node.isMissingNode()) {
        throw new MalformedInput("a JSON text is not empty");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new MalformedInput(
          "the text is one JSON value, at most "
              + DEPTH_MAX
              + " levels deep, without a member that stands twice");
    }
  }

  /// Reads a JSON object.
  public static ObjectNode parseObject(String text) {
    return object(parse(text));
  }

  public static ObjectNode parseObject(String text, int lengthMax) {
    return object(parse(text, lengthMax));
  }

  public static ObjectNode parseObject(Bytes utf8) {
    return parseObject(utf8.toUtf8());
  }

  private static ObjectNode object(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new MalformedInput("the JSON text is an object");
  }

  public static ObjectNode newObject() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode newArray() {
    return MAPPER.createArrayNode();
  }

  /// The canonical form of [RFC 8785](https://www.rfc-editor.org/rfc/rfc8785). Numbers are integers
  /// of at most 53 bits, because all of ours are.
  public static Bytes canonical(JsonNode node) {
    requireIntegers(node);
    try {
      return Bytes.copyOf(new JsonCanonicalizer(node.toString()).getEncodedUTF8());
    } catch (IOException e) {
      throw new MalformedInput("the JSON value has no canonical form");
    }
  }

  /// SHA-256 of the canonical form.
  public static Bytes hash(JsonNode node) {
    return canonical(node).sha256();
  }

  private static void requireIntegers(JsonNode node) {
    if (node.isNumber()
        && !(node.canConvertToLong()
            && node.isIntegralNumber()
            && Math.abs(node.longValue()) <= INTEGER_MAX)) {
      throw new MalformedInput("a number is an integer of at most 53 bits");
    }
    node.forEach(Json::requireIntegers);
  }

  /// The text of a member that must be there and be a text of at most `lengthMax` characters.
  public static String text(JsonNode object, String member, int lengthMax) {
    var node = object.get(member);
    if (node == null || !node.isTextual()) {
      throw new MalformedInput("the member " + member + " is a text");
    }
    var text = node.textValue();
    if (text.length() > lengthMax) {
      throw new MalformedInput(
          "the member " + member + " has at most " + lengthMax + " characters");
    }
    return text;
  }

  /// The value of a member that must be there and be an integer from `min` to `max`.
  public static long integer(JsonNode object, String member, long min, long max) {
    var node = object.get(member);
    if (node == null || !node.isIntegralNumber() || !node.canConvertToLong()) {
      throw new MalformedInput("the member " + member + " is an integer");
    }
    long value = node.longValue();
    if (value < min || value > max) {
      throw new MalformedInput("the member " + member + " is from " + min + " to " + max);
    }
    return value;
  }

  /// The value of a member that must be there and be an object.
  public static ObjectNode object(JsonNode parent, String member) {
    if (parent.get(member) instanceof ObjectNode object) {
      return object;
    }
    throw new MalformedInput("the member " + member + " is an object");
  }

  /// The value of a member that must be there and be an array of at most `sizeMax` items.
  public static ArrayNode array(JsonNode parent, String member, int sizeMax) {
    if (parent.get(member) instanceof ArrayNode array) {
      if (array.size() > sizeMax) {
        throw new MalformedInput("the member " + member + " has at most " + sizeMax + " items");
      }
      return array;
    }
    throw new MalformedInput("the member " + member + " is an array");
  }

  /// The node as UTF-8 text, in the order its members have.
  public static byte[] utf8(JsonNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }
}
