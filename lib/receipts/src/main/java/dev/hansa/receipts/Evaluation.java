package dev.hansa.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.util.ArrayList;
import java.util.List;

/// One question to a policy set: may this principal do this act on this resource, given these
/// facts? `action` is the act's short name (`placeSellOrder`). The context holds the instant `now`,
/// so an evaluation says the same whenever it is asked.
public record Evaluation(
    EntityId principal,
    String action,
    EntityId resource,
    ObjectNode context,
    List<EntityFacts> entities) {
  public static final int ENTITIES_MAX = 200;
  public static final int ACTION_MAX = 64;

  public Evaluation {
    if (action.isEmpty() || action.length() > ACTION_MAX) {
      throw new IllegalArgumentException("an action has 1 to " + ACTION_MAX + " characters");
    }
    if (entities.size() > ENTITIES_MAX) {
      throw new IllegalArgumentException("an evaluation has at most " + ENTITIES_MAX + " entities");
    }
    entities = List.copyOf(entities);
  }

  /// Reads what [#toJson] wrote.
  public static Evaluation parse(JsonNode json) {
    if (json.size() != 5) {
      throw new MalformedInput(
          "an evaluation is principal, action, resource, context and entities");
    }
    var entities = new ArrayList<EntityFacts>();
    for (var entity : Json.array(json, "entities", ENTITIES_MAX)) {
      entities.add(EntityFacts.parse(entity));
    }
    var principal = EntityId.parse(Json.object(json, "principal"));
    var resource = EntityId.parse(Json.object(json, "resource"));
    var action = Json.text(json, "action", ACTION_MAX);
    var context = Json.object(json, "context").deepCopy();
    return MalformedInput.unless(
        () -> new Evaluation(principal, action, resource, context, entities));
  }

  public ObjectNode toJson() {
    var json = Json.newObject();
    json.set("principal", principal.toJson());
    json.put("action", action);
    json.set("resource", resource.toJson());
    json.set("context", context);
    var list = json.putArray("entities");
    entities.forEach(entity -> list.add(entity.toJson()));
    return json;
  }
}
