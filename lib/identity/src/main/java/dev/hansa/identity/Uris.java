package dev.hansa.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;

/// URIs from outside, [RFC 3986](https://www.rfc-editor.org/rfc/rfc3986). What the JDK says of a
/// bad one repeats the input; a refusal of ours does not.
public final class Uris {
  private Uris() {}

  /// `name` is what a refusal calls it.
  public static URI parse(String text, String name) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new MalformedInput(name + " is a URI");
    }
  }

  /// A member that must be there and be a URI of at most `lengthMax` characters.
  public static URI member(JsonNode object, String member, int lengthMax) {
    return parse(Json.text(object, member, lengthMax), "the member " + member);
  }
}
