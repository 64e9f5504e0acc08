package dev.hansa.identity;

import java.util.regex.Pattern;

/// A DID with a fragment: the name of one verification method, as in [DID Core, section
/// 3.2](https://www.w3.org/TR/did-core/#did-url-syntax).
public record DidUrl(Did did, String fragment) {
  public static final int FRAGMENT_MAX = 128;

  private static final Pattern FRAGMENT = Pattern.compile("[A-Za-z0-9._~:=-]+");

  public DidUrl {
    if (fragment.length() > FRAGMENT_MAX || !FRAGMENT.matcher(fragment).matches()) {
      throw new IllegalArgumentException(
          "the fragment of a DID URL is at most "
              + FRAGMENT_MAX
              + " letters, digits and . _ ~ : = -");
    }
  }

  /// Reads `did:method:id#fragment`.
  public static DidUrl parse(String text) {
    int hash = text.indexOf('#');
    if (hash < 0) {
      throw new MalformedInput("the DID URL of a verification method has a fragment");
    }
    var did = Did.parse(text.substring(0, hash));
    return MalformedInput.unless(() -> new DidUrl(did, text.substring(hash + 1)));
  }

  /// Reads a DID URL in which the DID may be left out (`#key-1`), as inside a document of `base`.
  public static DidUrl parse(String text, Did base) {
    return parse(text.startsWith("#") ? base + text : text);
  }

  @Override
  public String toString() {
    return did + "#" + fragment;
  }
}
