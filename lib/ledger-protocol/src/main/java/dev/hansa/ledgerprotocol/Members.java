package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;

/// Reads members of JSON objects that came from outside, each in its one spelling.
public final class Members {
  private static final int INSTANT_LENGTH_MAX = 30;

  private Members() {}

  /// Refuses an object with a member that is not in the list.
  public static void requireOnly(JsonNode object, String... allowed) {
    List<String> names = Arrays.asList(allowed);
    for (var fields = object.fieldNames(); fields.hasNext(); ) {
      if (!names.contains(fields.next())) {
        throw new MalformedInput("an object has no member that its form does not name");
      }
    }
  }

  /// A time in RFC 3339, in UTC with Z, in the one spelling that [Instant#toString] gives, from
  /// 1970 to 9999.
  public static Instant instant(JsonNode object, String member) {
    var text = Json.text(object, member, INSTANT_LENGTH_MAX);
    // Digits are checked before parsing, so that no locale and no rarely used form comes in.
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789-:.TZ".indexOf(text.charAt(i)) < 0) {
        throw new MalformedInput("a time is RFC 3339 in UTC, such as 2026-11-24T12:00:00Z");
      }
    }
    try {
      var instant = Instant.parse(text);
      if (instant.toString().equals(text) && instant.getEpochSecond() >= 0) {
        return instant;
      }
    } catch (DateTimeParseException e) {
      throw new MalformedInput("a time is RFC 3339 in UTC, such as 2026-11-24T12:00:00Z");
    }
    throw new MalformedInput("a time has its one spelling, such as 2026-11-24T12:00:00Z");
  }

  /// A SHA-256, base64url.
  public static Bytes hash(JsonNode object, String member) {
    return hash(Json.text(object, member, 43));
  }

  public static Bytes hash(String text) {
    var bytes = Bytes.fromBase64Url(text);
    if (bytes.length() != 32) {
      throw new MalformedInput("a hash has 32 bytes");
    }
    return bytes;
  }

  public static boolean bool(JsonNode object, String member) {
    var node = object.get(member);
    if (node == null || !node.isBoolean()) {
      throw new MalformedInput("the member " + member + " is true or false");
    }
    return node.booleanValue();
  }
}
