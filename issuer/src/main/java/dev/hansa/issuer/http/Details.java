package dev.hansa.issuer.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.Vct;
import dev.hansa.servicekit.Form;
import java.util.LinkedHashSet;
import java.util.Set;

/// `authorization_details`, [RFC 9396](https://www.rfc-editor.org/rfc/rfc9396), of the type
/// `openid_credential`.
final class Details {
  static final String TYPE = "openid_credential";

  private static final int MAX = 10;

  private Details() {}

  /// The configuration ids that they name.
  static Set<String> configurations(String text) {
    if (!(Json.parse(text, Form.LENGTH_MAX) instanceof ArrayNode array)
        || array.isEmpty()
        || array.size() > MAX) {
      throw new MalformedInput("authorization_details is an array of few objects");
    }
    var configurations = new LinkedHashSet<String>();
    for (var detail : array) {
      if (!Json.text(detail, "type", 64).equals(TYPE)) {
        throw new MalformedInput("authorization_details are of the type " + TYPE);
      }
      configurations.add(Json.text(detail, "credential_configuration_id", Vct.LENGTH_MAX));
    }
    return configurations;
  }
}
