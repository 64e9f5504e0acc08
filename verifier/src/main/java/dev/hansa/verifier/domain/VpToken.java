package dev.hansa.verifier.domain;

import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.util.LinkedHashMap;
import java.util.Map;

/// The presentations of one answer by the id of the credential query that each answers, [OpenID4VP
/// 1.0, section
/// 8.1](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-8.1). No query
/// of ours asks for several credentials at once, so each id has one.
public record VpToken(Map<String, String> presentations) {
  public static final int LENGTH_MAX = 512 * 1024;
  public static final int PRESENTATION_MAX = 128 * 1024;
  private static final int PRESENTATIONS_MAX = 32;
  private static final int ID_MAX = 128;

  public VpToken {
    presentations = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(presentations));
  }

  public static VpToken parse(String text) {
    var json = Json.parseObject(text, LENGTH_MAX);
    if (json.isEmpty() || json.size() > PRESENTATIONS_MAX) {
      throw new MalformedInput("a vp_token has 1 to " + PRESENTATIONS_MAX + " members");
    }
    var presentations = new LinkedHashMap<String, String>();
    for (var member : json.properties()) {
      var list = member.getValue();
      if (member.getKey().length() > ID_MAX || !list.isArray() || list.size() != 1) {
        throw new MalformedInput("each member of a vp_token is an array with one presentation");
      }
      var presentation = list.get(0);
      if (!presentation.isTextual() || presentation.textValue().length() > PRESENTATION_MAX) {
        throw new MalformedInput(
            "a presentation is a text of at most " + PRESENTATION_MAX + " characters");
      }
      presentations.put(member.getKey(), presentation.textValue());
    }
    return new VpToken(presentations);
  }

  @Override
  public String toString() {
    return "VpToken[hidden]";
  }
}
