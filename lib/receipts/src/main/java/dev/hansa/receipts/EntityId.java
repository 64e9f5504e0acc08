package dev.hansa.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.util.regex.Pattern;

/// The name of something that a policy speaks about, such as `Mkt::Organisation::"did:indy:…"`.
public record EntityId(String type, String id) {
  public static final int ID_MAX = 600;

  private static final Pattern TYPE =
      Pattern.compile("[A-Za-z0-9_]{1,40}(?:::[A-Za-z0-9_]{1,40}){0,3}");

  public EntityId {
    if (!TYPE.matcher(type).matches()) {
      throw new IllegalArgumentException("an entity's type is names with :: between them");
    }
    if (id.isEmpty() || id.length() > ID_MAX) {
      throw new IllegalArgumentException("an entity's id has 1 to " + ID_MAX + " characters");
    }
  }

  /// An entity of the market's policies, by the type's short name.
  public static EntityId market(String type, String id) {
    return new EntityId("Mkt::" + type, id);
  }

  /// Reads `{"type":…,"id":…}`.
  public static EntityId parse(JsonNode json) {
    if (json.size() != 2) {
      throw new MalformedInput("an entity's name is a type and an id");
    }
    var type = Json.text(json, "type", 200);
    var id = Json.text(json, "id", ID_MAX);
    return MalformedInput.unless(() -> new EntityId(type, id));
  }

  public ObjectNode toJson() {
    return Json.newObject().put("type", type).put("id", id);
  }
}
