package dev.hansa.verifier.http;

import dev.hansa.identity.MalformedInput;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// An `application/x-www-form-urlencoded` body in which each name stands once.
final class Form {
  private static final int FIELDS_MAX = 20;

  private final Map<String, String> fields;

  private Form(Map<String, String> fields) {
    this.fields = fields;
  }

  static Form parse(String body, int lengthMax) {
    if (body.length() > lengthMax) {
      throw new MalformedInput("the form has at most " + lengthMax + " characters");
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
    return Optional.ofNullable(fields.get(name));
  }

  String require(String name, int lengthMax) {
    var value = fields.get(name);
    if (value == null || value.isEmpty() || value.length() > lengthMax) {
      throw new MalformedInput(
          "the form has " + name + ", of at most " + lengthMax + " characters");
    }
    return value;
  }
}
