package dev.hansa.identity;

import java.util.regex.Pattern;

/// The name of a credential type, the `vct` of [SD-JWT VC, section
/// 3.2.2.1](https://datatracker.ietf.org/doc/html/draft-ietf-oauth-sd-jwt-vc-13): a URN or URL,
/// such as `urn:hansa:participant:1`.
public record Vct(String value) implements Comparable<Vct> {
  public static final int LENGTH_MAX = 200;

  private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[!-~]+");

  public Vct {
    if (value.length() > LENGTH_MAX || !FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a credential type is a URI of at most " + LENGTH_MAX + " characters");
    }
  }

  public static Vct parse(String text) {
    return MalformedInput.unless(() -> new Vct(text));
  }

  /// The type of Hansa's catalogue with this name, first version.
  public static Vct hansa(String name) {
    return new Vct("urn:hansa:" + name + ":1");
  }

  @Override
  public int compareTo(Vct other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
