package dev.hansa.issuer.http;

import dev.hansa.identity.MalformedInput;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The form of an OAuth request, in which each name stands once (RFC 6749, section 3.2). A field
/// without a value is as good as absent.
final class Form {
  static final int LENGTH_MAX = 8192;

  private static final int FIELDS_MAX = 20;

  private final Map<String, String> fields;

  private Form(Map<String, String> fields) {
    this.fields = fields;
  }

  static Form parse(String body) {
    if (body.length() > LENGTH_MAX) {
      throw new MalformedInput("the form has at most " + LENGTH_MAX + " characters");
    }
    var fields = new HashMap<String, String>();
    for (var pair : body.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      var name = decode(equals < 0 ? pair : pair.substring(0, equals));
      var value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (fields.put(name, value) != null || fields.size() > FIELDS_MAX) {
        throw new MalformedInput("each field of the form stands once, and there are few");
      }
    }
    return new Form(fields);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new MalformedInput("the form is percent-encoded UTF-8");
    }
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(fields.get(name)).filter(value -> !value.isEmpty());
  }

  String require(String name) {
    return find(name).orElseThrow(() -> new MalformedInput("the form has " + name));
  }
}
