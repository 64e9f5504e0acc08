package dev.hansa.receipts;

import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.value.CedarList;
import com.cedarpolicy.value.CedarMap;
import com.cedarpolicy.value.DateTime;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimBool;
import com.cedarpolicy.value.PrimLong;
import com.cedarpolicy.value.PrimString;
import com.cedarpolicy.value.Value;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.MalformedInput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Holds the facts of one evaluation against the schema and turns those that the policies read into
/// Cedar's values.
final class FactReader {
  private static final Pattern INSTANT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{3})?Z");

  private final FactSchema schema;
  private final PolicyReads reads;

  FactReader(FactSchema schema, PolicyReads reads) {
    this.schema = schema;
    this.reads = reads;
  }

  /// Facts as Cedar takes them.
  record Facts(
      EntityUID principal, EntityUID resource, Map<String, Value> context, Set<Entity> entities) {}

  /// The facts do not fit the schema; the message names the fact, not its value.
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String message) {
      super(message);
    }
  }

  private record Known(
      EntityUID uid,
      Map<String, Value> attributes,
      Set<EntityId> references,
      Set<EntityUID> parents) {}

  Facts read(Evaluation evaluation, FactSchema.Action action) throws Unfit {
    require(
        action.principals().contains(evaluation.principal().type()),
        "principal",
        "of a type that this act has");
    require(
        action.resources().contains(evaluation.resource().type()),
        "resource",
        "of a type that this act has");
    var needed = new HashSet<EntityId>();
    var context = record(evaluation.context(), action.context(), "context", true, needed);
    needed.add(evaluation.principal());
    needed.add(evaluation.resource());
    var known = new HashMap<EntityId, Known>();
    for (var entity : evaluation.entities()) {
      require(
          known.put(entity.uid(), known(entity)) == null,
          "entities",
          "without one that stands twice");
    }
    return new Facts(
        uid(evaluation.principal()), uid(evaluation.resource()), context, reachable(needed, known));
  }

  private Known known(EntityFacts entity) throws Unfit {
    var type = schema.types().get(entity.uid().type());
    if (type == null) {
      throw new Unfit("entities is of types that the schema has");
    }
    var references = new HashSet<EntityId>();
    var name = entity.uid().type().substring(entity.uid().type().lastIndexOf(':') + 1);
    var attributes = record(entity.attrs(), type.attributes(), name, true, references);
    var parents = new HashSet<EntityUID>();
    for (var parent : entity.parents()) {
      require(
          type.parents().contains(parent.type()),
          name + ".parents",
          "of types that the schema allows");
      parents.add(uid(parent));
    }
    return new Known(
        uid(entity.uid()), attributes, references, reads.hierarchy() ? parents : Set.of());
  }

  /// The entities that a policy can come to from the principal, the resource and the context.
  private Set<Entity> reachable(Set<EntityId> from, Map<EntityId, Known> known) {
    var found = new LinkedHashMap<EntityId, Entity>();
    var open = new ArrayDeque<>(reads.hierarchy() ? known.keySet() : from);
    while (!open.isEmpty()) {
      var id = open.poll();
      var entity = known.get(id);
      if (entity != null && !found.containsKey(id)) {
        found.put(id, new Entity(entity.uid(), entity.attributes(), entity.parents()));
        open.addAll(entity.references());
      }
    }
    return new HashSet<>(found.values());
  }

  private EntityUID uid(EntityId id) throws Unfit {
    var type = schema.types().get(id.type());
    if (type == null) {
      throw new Unfit("an entity is of a type that the schema has");
    }
    return new EntityUID(type.cedar(), id.id());
  }

  /// Checks every member; the result has those that are read, or all where `prune` is false.
  private Map<String, Value> record(
      JsonNode json,
      FactType.Fields fields,
      String path,
      boolean prune,
      @Nullable Set<EntityId> references)
      throws Unfit {
    require(json.isObject(), path, "a record");
    var values = new HashMap<String, Value>();
    int seen = 0;
    for (var member : fields.members().entrySet()) {
      var name = member.getKey();
      var node = json.get(name);
      if (node == null) {
        if (member.getValue().required()) {
          throw new Unfit(path + "." + name + " is missing");
        }
        continue;
      }
      seen++;
      boolean kept = !prune || reads.reads(name);
      var value =
          value(
              node,
              member.getValue().type(),
              path + "." + name,
              prune && reads.onlyInto(name),
              kept ? references : null);
      if (kept) {
        values.put(name, value);
      }
    }
    require(seen == json.size(), path, "without facts that the schema does not have");
    return values;
  }

  private Value value(
      JsonNode node, FactType type, String path, boolean prune, @Nullable Set<EntityId> references)
      throws Unfit {
    return switch (type) {
      case FactType.Flag _ -> {
        require(node.isBoolean(), path, "a Bool");
        yield new PrimBool(node.booleanValue());
      }
      case FactType.Whole _ -> {
        require(node.isIntegralNumber() && node.canConvertToLong(), path, "a Long");
        yield new PrimLong(node.longValue());
      }
      case FactType.Text _ -> {
        require(node.isTextual(), path, "a String");
        yield new PrimString(node.textValue());
      }
      case FactType.Moment _ -> moment(node, path);
      case FactType.Reference reference -> reference(node, reference, path, references);
      case FactType.SetOf(var element) -> {
        require(node.isArray(), path, "a Set");
        List<Value> items = new ArrayList<>(node.size());
        for (var item : node) {
          items.add(value(item, element, path, false, references));
        }
        yield new CedarList(items);
      }
      case FactType.Fields fields -> new CedarMap(record(node, fields, path, prune, references));
    };
  }

  private static Value moment(JsonNode node, String path) throws Unfit {
    require(
        node.isTextual() && INSTANT.matcher(node.textValue()).matches(), path, "an instant in UTC");
    try {
      return new DateTime(node.textValue());
    } catch (IllegalArgumentException e) {
      throw new Unfit(path + " is an instant in UTC");
    }
  }

  private static Value reference(
      JsonNode node, FactType.Reference type, String path, @Nullable Set<EntityId> references)
      throws Unfit {
    EntityId id;
    try {
      require(node instanceof ObjectNode, path, "a reference");
      id = EntityId.parse(node);
    } catch (MalformedInput e) {
      throw new Unfit(path + " is a reference");
    }
    require(id.type().equals(type.type()), path, "a reference to the type that the schema says");
    if (references != null) {
      references.add(id);
    }
    return new EntityUID(type.cedar(), id.id());
  }

  private static void require(boolean fits, String path, String rule) throws Unfit {
    if (!fits) {
      throw new Unfit(path + " is " + rule);
    }
  }
}
