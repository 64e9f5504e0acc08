package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Indy's signing serialisation, as indy-vdr writes it: `key:value` joined by `|`, keys in the
/// order of their UTF-8 bytes, no brackets. It is not injective; our own types therefore sign one
/// opaque member.
final class SigningText {
  /// Keys by their UTF-8 bytes. Java compares UTF-16 units, which differs above U+FFFF.
  static final Comparator<String> UTF8_ORDER = SigningText::compareUtf8;

  private static final Set<String> HASHED = Set.of("raw", "hash", "enc");

  private final StringBuilder text = new StringBuilder(512);
  private final boolean hashes;

  private SigningText(boolean hashes) {
    this.hashes = hashes;
  }

  /// The text of an object, without the top-level members named in `without`.
  static String of(JsonNode object, boolean attrib, Set<String> without) {
    var writer = new SigningText(attrib);
    writer.writeObject(object, without);
    return writer.text.toString();
  }

  private void writeObject(JsonNode object, Set<String> without) {
    boolean first = true;
    for (var name : sortedNames(object)) {
      if (without.contains(name)) {
        continue;
      }
      if (!first) {
        text.append('|');
      }
      first = false;
      text.append(name).append(':');
      var value = object.get(name);
      if (hashes && HASHED.contains(name)) {
        if (!value.isTextual()) {
          throw new MalformedInput("the members raw, hash and enc of an attribute are texts");
        }
        text.append(Bytes.utf8(value.textValue()).sha256().toHex());
      } else {
        write(value);
      }
    }
  }

  private void write(JsonNode value) {
    switch (value.getNodeType()) {
      case OBJECT -> writeObject(value, Set.of());
      case ARRAY -> {
        boolean first = true;
        for (var item : value) {
          if (!first) {
            text.append(',');
          }
          first = false;
          write(item);
        }
      }
      case STRING -> text.append(value.textValue());
      case BOOLEAN -> text.append(value.booleanValue() ? "True" : "False");
      case NULL -> {}
      case NUMBER ->
          text.append(
              value.isIntegralNumber()
                  ? value.bigIntegerValue().toString()
                  : floatText(value.doubleValue()));
      case BINARY, MISSING, POJO -> throw new IllegalStateException("no JSON text has such a node");
    }
  }

  static List<String> sortedNames(JsonNode object) {
    var names = new ArrayList<String>(object.size());
    object.fieldNames().forEachRemaining(names::add);
    names.sort(UTF8_ORDER);
    return names;
  }

  private static int compareUtf8(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates stand for code points above every other unit.
        boolean sx = Character.isSurrogate(x);
        boolean sy = Character.isSurrogate(y);
        return sx == sy ? Character.compare(x, y) : sx ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /// A float as serde_json writes it. Nothing on our ledger has one; other tools' requests may.
  private static String floatText(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new MalformedInput("a number is finite");
    }
    var exact = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
    var sign = value < 0 || (value == 0 && 1 / value < 0) ? "-" : "";
    if (exact.signum() == 0) {
      return sign + "0.0";
    }
    var digits = exact.unscaledValue().toString();
    int point = digits.length() - exact.scale();
    if (point > 16 || point <= -5) {
      var fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
      return sign + digits.charAt(0) + fraction + "e" + (point - 1);
    }
    if (point <= 0) {
      return sign + "0." + "0".repeat(-point) + digits;
    }
    if (digits.length() <= point) {
      return sign + digits + "0".repeat(point - digits.length()) + ".0";
    }
    return sign + digits.substring(0, point) + "." + digits.substring(point);
  }
}
