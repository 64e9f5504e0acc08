package dev.hansa.verifier.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The presentations of one answer by the id of the credential query that they answer, [OpenID4VP
/// 1.0, section
/// 8.1](https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-8.1). A
/// presentation is a text, or the text of the JSON object that it is.
public record VpToken(Map<String, List<String>> presentations) {
  public static final int LENGTH_MAX = 512 * 1024;
  public static final int PRESENTATION_MAX = 128 * 1024;
  private static final int PRESENTATIONS_MAX = 32;
  private static final int ID_MAX = 128;

  public VpToken {
    presentations = Collections.unmodifiableMap(new LinkedHashMap<>(presentations));
  }

  public static VpToken parse(String text) {
    return parse(Json.parseObject(text, LENGTH_MAX));
  }

  public static VpToken parse(ObjectNode json) {
    var presentations = new LinkedHashMap<String, List<String>>();
    int count = 0;
    for (var member : json.properties()) {
      var list = member.getValue();
      if (member.getKey().length() > ID_MAX || !list.isArray() || list.isEmpty()) {
        throw new MalformedInput("each member of a vp_token is an array of presentations");
      }
      count += list.size();
      if (count > PRESENTATIONS_MAX) {
        break;
      }
      var texts = new ArrayList<String>();
      for (var presentation : list) {
        texts.add(presentation(presentation));
      }
      if (texts.stream().distinct().count() != texts.size()) {
        throw new MalformedInput("a presentation stands once in a vp_token");
      }
      presentations.put(member.getKey(), List.copyOf(texts));
    }
    if (count == 0 || count > PRESENTATIONS_MAX) {
      throw new MalformedInput("a vp_token has 1 to " + PRESENTATIONS_MAX + " presentations");
    }
    return new VpToken(presentations);
  }

  private static String presentation(JsonNode json) {
    var text = json.isTextual() ? json.textValue() : json.isObject() ? json.toString() : "";
    if (text.isEmpty() || text.length() > PRESENTATION_MAX) {
      throw new MalformedInput(
          "a presentation is a text or an object of at most " + PRESENTATION_MAX + " characters");
    }
    return text;
  }

  /// What answers this credential query.
  List<String> of(String queryId) {
    return presentations.getOrDefault(queryId, List.of());
  }

  @Override
  public String toString() {
    return "VpToken[hidden]";
  }
}
