package dev.hansa.identity;

import java.util.regex.Pattern;

/// A decentralized identifier without path, query or fragment, as in [DID Core, section
/// 3.1](https://www.w3.org/TR/did-core/#did-syntax).
public record Did(String method, String id) {
  public static final int LENGTH_MAX = 512;

  private static final Pattern METHOD = Pattern.compile("[a-z0-9]+");
  private static final Pattern ID = Pattern.compile("(?:[A-Za-z0-9._:-]|%[0-9A-Fa-f]{2})+(?<!:)");

  public Did {
    // Length first: the patterns below may only ever run over a bounded text.
    if (method.length() + id.length() + "did::".length() > LENGTH_MAX) {
      throw new IllegalArgumentException("a DID has at most " + LENGTH_MAX + " characters");
    }
    if (!METHOD.matcher(method).matches()) {
      throw new IllegalArgumentException("a DID method is lower-case letters and digits");
    }
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("a DID's own part has a character it may not have");
    }
  }

  /// Reads a DID that came from outside.
  public static Did parse(String text) {
    var parts = text.split(":", 3);
    if (parts.length != 3 || !parts[0].equals("did")) {
      throw new MalformedInput("a DID reads did:method:id");
    }
    return MalformedInput.unless(() -> new Did(parts[1], parts[2]));
  }

  @Override
  public String toString() {
    return "did:" + method + ":" + id;
  }
}
