package dev.hansa.receipts;

import com.cedarpolicy.value.EntityTypeName;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A Cedar schema of one namespace, in a form that facts can be held against in Java. Cedar's own
/// check costs as much as the decision; tests hold the two together.
final class FactSchema {
  private final String namespace;
  private final JsonNode common;
  private final JsonNode entities;
  private final JsonNode actionNodes;
  private final Map<String, EntityType> types = new HashMap<>();
  private final Map<String, Action> actions = new LinkedHashMap<>();

  record EntityType(EntityTypeName cedar, FactType.Fields attributes, Set<String> parents) {}

  record Action(
      Set<String> principals, Set<String> resources, FactType.Fields context, Set<String> groups) {}

  /// Reads the JSON form of a schema that Cedar has parsed.
  FactSchema(JsonNode schema) {
    if (schema.size() != 1) {
      throw new IllegalArgumentException("a policy schema has one namespace");
    }
    namespace = schema.fieldNames().next();
    var body = schema.get(namespace);
    common = body.path("commonTypes");
    entities = body.path("entityTypes");
    actionNodes = body.path("actions");
    entities
        .properties()
        .forEach(e -> types.put(qualified(e.getKey()), entity(e.getKey(), e.getValue())));
    actionNodes
        .properties()
        .forEach(e -> actions.put(e.getKey(), action(e.getKey(), e.getValue())));
  }

  String namespace() {
    return namespace;
  }

  Map<String, EntityType> types() {
    return types;
  }

  Map<String, Action> actions() {
    return actions;
  }

  private String qualified(String name) {
    return name.contains("::") || namespace.isEmpty() ? name : namespace + "::" + name;
  }

  private EntityTypeName cedarName(String name) {
    return EntityTypeName.parse(qualified(name))
        .orElseThrow(() -> new IllegalArgumentException("an entity type has a Cedar name"));
  }

  private EntityType entity(String name, JsonNode node) {
    if (node.has("tags") || node.has("enum")) {
      throw new IllegalArgumentException(
          "entities of a policy schema have attributes, not tags or enums");
    }
    var parents = new HashSet<String>();
    node.path("memberOfTypes").forEach(parent -> parents.add(qualified(parent.textValue())));
    return new EntityType(cedarName(name), fields(node.path("shape")), parents);
  }

  private Action action(String name, JsonNode node) {
    var applies = node.path("appliesTo");
    var principals = new HashSet<String>();
    applies.path("principalTypes").forEach(type -> principals.add(qualified(type.textValue())));
    var resources = new HashSet<String>();
    applies.path("resourceTypes").forEach(type -> resources.add(qualified(type.textValue())));
    var groups = new TreeSet<String>();
    collectGroups(name, groups);
    return new Action(principals, resources, fields(applies.path("context")), groups);
  }

  private void collectGroups(String action, Set<String> found) {
    for (var parent : actionNodes.path(action).path("memberOf")) {
      var id = parent.path("id").textValue();
      if (found.add(id)) {
        collectGroups(id, found);
      }
    }
  }

  private FactType.Fields fields(JsonNode node) {
    if (node.isMissingNode()) {
      return new FactType.Fields(Map.of());
    }
    if (type(node) instanceof FactType.Fields fields) {
      return fields;
    }
    throw new IllegalArgumentException("attributes and context are records");
  }

  private FactType type(JsonNode node) {
    var kind = node.path("type").textValue();
    return switch (kind == null ? "" : kind) {
      case "Record" -> {
        if (node.path("additionalAttributes").asBoolean(false)) {
          throw new IllegalArgumentException("a record of a policy schema is closed");
        }
        var members = new LinkedHashMap<String, FactType.Field>();
        node.path("attributes")
            .properties()
            .forEach(e ->
                members.put(
                    e.getKey(),
                    new FactType.Field(
                        type(e.getValue()), e.getValue().path("required").asBoolean(true))));
        yield new FactType.Fields(members);
      }
      case "Set" -> new FactType.SetOf(type(node.path("element")));
      case "Entity" -> reference(node.path("name").asText());
      case "EntityOrCommon" -> named(node.path("name").asText());
      default -> primitive(kind == null ? "" : kind);
    };
  }

  private FactType named(String name) {
    if (common.has(name)) {
      return type(common.get(name));
    }
    return entities.has(name) || name.startsWith(namespace + "::")
        ? reference(name)
        : primitive(name);
  }

  private FactType reference(String name) {
    return new FactType.Reference(qualified(name), cedarName(name));
  }

  private static FactType primitive(String name) {
    return switch (name.startsWith("__cedar::") ? name.substring("__cedar::".length()) : name) {
      case "Bool", "Boolean" -> new FactType.Flag();
      case "Long" -> new FactType.Whole();
      case "String" -> new FactType.Text();
      case "datetime" -> new FactType.Moment();
      default ->
          throw new IllegalArgumentException(
              "a fact is a Bool, Long, String, datetime, entity, set or record");
    };
  }
}
