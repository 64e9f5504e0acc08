package dev.hansa.servicekit;

import dev.hansa.identity.MalformedInput;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The parameters of an OAuth form or query, each of which stands once (RFC 6749, sections 3.1 and
/// 3.2). A parameter without a value counts as absent. At most 30 parameters, in 16,384 characters
/// where nothing else is said.
public final class Form {
  public static final int LENGTH_MAX = 16 * 1024;
  private static final int FIELDS_MAX = 30;

  private final Map<String, String> fields;

  private Form(Map<String, String> fields) {
    this.fields = fields;
  }

  /// Reads a form from outside, whose values have at most `valueMax` characters.
  public static Form parse(String body, int valueMax) {
    return parse(body, LENGTH_MAX, valueMax);
  }

  /// The same, of at most `lengthMax` characters in all.
  public static Form parse(String body, int lengthMax, int valueMax) {
    if (body.length() > lengthMax) {
      throw new MalformedInput("the parameters have at most " + lengthMax + " characters");
    }
    var fields = new LinkedHashMap<String, String>();
    for (var pair : body.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      var name = decode(equals < 0 ? pair : pair.substring(0, equals));
      var value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (fields.put(name, value) != null || fields.size() > FIELDS_MAX) {
        throw new MalformedInput("each parameter stands once, and there are few");
      }
      if (value.length() > valueMax) {
        throw new MalformedInput("a parameter has at most " + valueMax + " characters");
      }
    }
    return new Form(fields);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new MalformedInput("parameters are percent-encoded UTF-8");
    }
  }

  public Optional<String> find(String name) {
    return Optional.ofNullable(fields.get(name)).filter(value -> !value.isEmpty());
  }

  public String require(String name) {
    return find(name).orElseThrow(() -> new MalformedInput("the form has " + name));
  }

  /// A parameter with a limit of its own.
  public String require(String name, int lengthMax) {
    var value = require(name);
    if (value.length() > lengthMax) {
      throw new MalformedInput(name + " has at most " + lengthMax + " characters");
    }
    return value;
  }

  /// As Nimbus' classes take them.
  public Map<String, List<String>> toParameters() {
    var parameters = new LinkedHashMap<String, List<String>>();
    fields.forEach((name, value) -> parameters.put(name, List.of(value)));
    return parameters;
  }
}
