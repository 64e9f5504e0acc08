package dev.hansa.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/// The reference cases: a world, requests, and patches on both.
final class PolicyCases {
  static final JsonNode FILE = Json.parseObject(text("cases.json"), 1 << 20);

  private PolicyCases() {}

  record Case(String name, JsonNode json) {
    @Override
    public String toString() {
      return name;
    }

    boolean allowed() {
      return json.path("expect").path("decision").asText().equals("allow");
    }

    boolean errors() {
      return json.path("expect").path("errors").asBoolean(false);
    }

    String decision() {
      return json.path("expect").path("decision").asText();
    }

    Set<String> policies() {
      var ids = new TreeSet<String>();
      json.path("expect").path("policies").forEach(id -> ids.add(id.asText()));
      return ids;
    }
  }

  static String text(String name) {
    try (var in = PolicyCases.class.getResourceAsStream("/policies/" + name)) {
      return new String(
          java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PolicySet load() {
    return PolicySet.load(text("mkt.cedarschema"), text("policies.cedar"));
  }

  static List<Case> all() {
    return StreamSupport.stream(FILE.get("cases").spliterator(), false)
        .map(json -> new Case(json.get("name").asText(), json))
        .toList();
  }

  static Case named(String name) {
    return all().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  static Evaluation expand(Case each) {
    var json = each.json();
    var base = FILE.get("requests").get(json.get("request").asText());
    var removed = new TreeSet<String>();
    json.path("remove").forEach(name -> removed.add(name.asText()));
    var entities = new ArrayList<EntityFacts>();
    for (var entity : FILE.get("world")) {
      var facts = EntityFacts.parse(entity.deepCopy());
      var patch = json.path("patch").path(key(facts.uid()));
      if (!removed.contains(key(facts.uid()))) {
        entities.add(
            new EntityFacts(
                facts.uid(), (ObjectNode) merge(facts.attrs(), patch), facts.parents()));
      }
    }
    return new Evaluation(
        uid(json.path("principal").asText(base.get("principal").asText())),
        base.get("action").asText(),
        uid(json.path("resource").asText(base.get("resource").asText())),
        (ObjectNode) merge(base.get("context").deepCopy(), json.path("context")),
        entities);
  }

  /// The same question with only those entities that a policy could come to.
  static Evaluation reachable(Evaluation whole) {
    var wanted = new java.util.HashSet<EntityId>();
    wanted.add(whole.principal());
    wanted.add(whole.resource());
    addReferences(whole.context(), wanted);
    int before;
    do {
      before = wanted.size();
      for (var entity : whole.entities()) {
        if (wanted.contains(entity.uid())) {
          addReferences(entity.attrs(), wanted);
          wanted.addAll(entity.parents());
        }
      }
    } while (wanted.size() > before);
    return new Evaluation(
        whole.principal(),
        whole.action(),
        whole.resource(),
        whole.context(),
        whole.entities().stream().filter(e -> wanted.contains(e.uid())).toList());
  }

  private static void addReferences(JsonNode node, Set<EntityId> found) {
    if (node.isObject() && node.size() == 2 && node.has("type") && node.has("id")) {
      found.add(EntityId.parse(node));
    } else {
      node.forEach(child -> addReferences(child, found));
    }
  }

  /// RFC 7396, but a reference replaces as a whole.
  static JsonNode merge(JsonNode target, JsonNode patch) {
    if (patch.isMissingNode()) {
      return target;
    }
    if (!(patch instanceof ObjectNode changes) || (patch.has("type") && patch.has("id"))) {
      return patch.deepCopy();
    }
    var merged = target instanceof ObjectNode object ? object.deepCopy() : Json.newObject();
    changes
        .properties()
        .forEach(e -> {
          if (e.getValue().isNull()) {
            merged.remove(e.getKey());
          } else {
            merged.set(e.getKey(), merge(merged.path(e.getKey()), e.getValue()));
          }
        });
    return merged;
  }

  static String key(EntityId id) {
    return id.type().replace("Mkt::", "") + "/" + id.id();
  }

  static EntityId uid(String key) {
    int slash = key.indexOf('/');
    return EntityId.market(key.substring(0, slash), key.substring(slash + 1));
  }
}
