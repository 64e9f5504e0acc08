package dev.hansa.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.util.ArrayList;
import java.util.List;

/// What is known of one entity. Instants are texts (`2026-11-22T12:00:00Z`), references
/// `{"type":…,"id":…}`; what is not known is absent.
public record EntityFacts(EntityId uid, ObjectNode attrs, List<EntityId> parents) {
  private static final int PARENTS_MAX = 16;

  public EntityFacts {
    parents = List.copyOf(parents);
  }

  public EntityFacts(EntityId uid, ObjectNode attrs) {
    this(uid, attrs, List.of());
  }

  static EntityFacts parse(JsonNode json) {
    if (json.size() != 3) {
      throw new MalformedInput("an entity has uid, attrs and parents");
    }
    var parents = new ArrayList<EntityId>();
    for (var parent : Json.array(json, "parents", PARENTS_MAX)) {
      parents.add(EntityId.parse(parent));
    }
    return new EntityFacts(
        EntityId.parse(Json.object(json, "uid")), Json.object(json, "attrs").deepCopy(), parents);
  }

  ObjectNode toJson() {
    var json = Json.newObject();
    json.set("uid", uid.toJson());
    json.set("attrs", attrs);
    var list = json.putArray("parents");
    parents.forEach(parent -> list.add(parent.toJson()));
    return json;
  }
}
