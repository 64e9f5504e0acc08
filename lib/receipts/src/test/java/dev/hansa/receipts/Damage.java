package dev.hansa.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// One evaluation, made unfit for the schema in one place at a time.
final class Damage {
  private static final Set<String> OPTIONAL =
      Set.of(
          "mandate",
          "cspLicence",
          "supplyLicence",
          "payment",
          "seller",
          "tariff",
          "band",
          "meter",
          "probe",
          "coSigner",
          "caseRef");

  private Damage() {}

  static List<Evaluation> each(Evaluation whole) {
    var found = new ArrayList<Evaluation>();
    for (var pointer : pointers(whole.context(), "")) {
      for (var context : spoilt(whole.context(), pointer)) {
        found.add(with(whole, context, whole.entities()));
      }
    }
    for (var id : List.of(whole.principal(), whole.resource())) {
      int at = whole.entities().stream().map(EntityFacts::uid).toList().indexOf(id);
      var facts = whole.entities().get(at);
      for (var pointer : pointers(facts.attrs(), "")) {
        for (var attrs : spoilt(facts.attrs(), pointer)) {
          var entities = new ArrayList<>(whole.entities());
          entities.set(at, new EntityFacts(id, attrs, facts.parents()));
          found.add(with(whole, whole.context(), entities));
        }
      }
    }
    return found;
  }

  private static Evaluation with(Evaluation e, ObjectNode context, List<EntityFacts> entities) {
    return new Evaluation(e.principal(), e.action(), e.resource(), context, entities);
  }

  private static List<String> pointers(JsonNode node, String at) {
    var found = new ArrayList<String>();
    if (node.isObject() && !(node.has("type") && node.has("id"))) {
      node.properties()
          .forEach(e -> {
            found.add(at + "/" + e.getKey());
            found.addAll(pointers(e.getValue(), at + "/" + e.getKey()));
          });
    }
    return found;
  }

  private static List<ObjectNode> spoilt(ObjectNode whole, String pointer) {
    var found = new ArrayList<ObjectNode>();
    var name = pointer.substring(pointer.lastIndexOf('/') + 1);
    var parent = pointer.substring(0, pointer.lastIndexOf('/'));
    if (!OPTIONAL.contains(name)) {
      var missing = whole.deepCopy();
      ((ObjectNode) missing.at(parent)).remove(name);
      found.add(missing);
    }
    var extra = whole.deepCopy();
    ((ObjectNode) extra.at(parent)).put("unheardOf", 1);
    found.add(extra);
    var value = whole.at(pointer);
    for (JsonNode other : others(value)) {
      var wrong = whole.deepCopy();
      ((ObjectNode) wrong.at(parent)).set(name, other);
      found.add(wrong);
    }
    return found;
  }

  private static List<JsonNode> others(JsonNode value) {
    var object = Json.newObject();
    object.put("flag", true).put("whole", 7).put("text", "seven");
    var found = new ArrayList<JsonNode>();
    if (!value.isBoolean()) {
      found.add(object.get("flag"));
    }
    if (!value.isIntegralNumber()) {
      found.add(object.get("whole"));
    }
    if (!value.isTextual() || value.textValue().endsWith("Z")) {
      found.add(object.get("text"));
    }
    if (value.has("type")) {
      found.add(Json.newObject().put("type", "Mkt::Lot").put("id", "x"));
    }
    return found;
  }
}
