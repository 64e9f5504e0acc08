package dev.hansa.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.identity.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A claim in its place, and the disclosure that showed it if it is selectively disclosable. Hidden
/// elements of arrays keep their place here, so that an index means the same to holder and
/// verifier.
sealed interface ClaimNode {
  Optional<Disclosure> disclosure();

  /// The value without what is hidden.
  JsonNode json();

  record Leaf(JsonNode json, Optional<Disclosure> disclosure) implements ClaimNode {}

  record Branch(Map<String, ClaimNode> members, Optional<Disclosure> disclosure)
      implements ClaimNode {
    @Override
    public JsonNode json() {
      var object = Json.newObject();
      members.forEach((name, node) -> object.set(name, node.json()));
      return object;
    }
  }

  record Row(List<ClaimNode> elements, Optional<Disclosure> disclosure) implements ClaimNode {
    @Override
    public JsonNode json() {
      var array = Json.newArray();
      for (var element : elements) {
        if (!(element instanceof Hidden)) {
          array.add(element.json());
        }
      }
      return array;
    }
  }

  /// An element that was not disclosed, or a decoy.
  record Hidden() implements ClaimNode {
    static final Hidden HERE = new Hidden();

    @Override
    public Optional<Disclosure> disclosure() {
      return Optional.empty();
    }

    @Override
    public JsonNode json() {
      throw new IllegalStateException("a hidden element has no value");
    }
  }

  /// Claims of which nothing is selectively disclosable.
  static ClaimNode plain(JsonNode json) {
    if (json.isObject()) {
      var members = new LinkedHashMap<String, ClaimNode>();
      json.properties().forEach(member -> members.put(member.getKey(), plain(member.getValue())));
      return new Branch(members, Optional.empty());
    }
    if (json.isArray()) {
      var elements = new ArrayList<ClaimNode>();
      json.forEach(element -> elements.add(plain(element)));
      return new Row(elements, Optional.empty());
    }
    return new Leaf(json, Optional.empty());
  }

  /// The value as a schema sees it: a list of which nothing is shown is absent, not empty.
  default JsonNode shape() {
    return switch (this) {
      case Branch(var members, _) -> {
        var object = Json.newObject();
        members.forEach((name, node) -> {
          if (!node.isWhollyHidden()) {
            object.set(name, node.shape());
          }
        });
        yield object;
      }
      case Row(var elements, _) -> {
        var array = Json.newArray();
        for (var element : elements) {
          if (!(element instanceof Hidden)) {
            array.add(element.shape());
          }
        }
        yield array;
      }
      case Leaf _, Hidden _ -> json();
    };
  }

  /// True for a list that has elements and shows none.
  private boolean isWhollyHidden() {
    return this instanceof Row(var elements, _)
        && !elements.isEmpty()
        && elements.stream().allMatch(Hidden.class::isInstance);
  }

  /// True if a list of which nothing is shown stands here or below.
  default boolean hidesWholeLists() {
    return switch (this) {
      case Branch(var members, _) -> members.values().stream().anyMatch(ClaimNode::hidesWholeLists);
      case Row(var elements, _) ->
          isWhollyHidden() || elements.stream().anyMatch(ClaimNode::hidesWholeLists);
      case Leaf _, Hidden _ -> false;
    };
  }

  /// A selected claim and the disclosures that stand on the way to it.
  record Selected(ClaimNode node, List<Disclosure> way) {}

  /// What a path selects; nothing also where the path does not fit the credential's structure.
  default List<Selected> select(ClaimPath path) {
    var found = new ArrayList<Selected>();
    return select(path, 0, List.of(), found) ? found : List.of();
  }

  private boolean select(ClaimPath path, int depth, List<Disclosure> above, List<Selected> found) {
    if (this instanceof Hidden) {
      return true;
    }
    var way = disclosure().isPresent() ? with(above, disclosure().get()) : above;
    if (depth == path.segments().size()) {
      found.add(new Selected(this, way));
      return true;
    }
    return switch (path.segments().get(depth)) {
      case ClaimPath.Segment.Name(var name) -> {
        if (!(this instanceof Branch(var members, _))) {
          yield false;
        }
        var member = members.get(name);
        yield member == null || member.select(path, depth + 1, way, found);
      }
      case ClaimPath.Segment.Index(var index) -> {
        if (!(this instanceof Row(var elements, _))) {
          yield false;
        }
        yield index >= elements.size() || elements.get(index).select(path, depth + 1, way, found);
      }
      case ClaimPath.Segment.All() -> {
        if (!(this instanceof Row(var elements, _))) {
          yield false;
        }
        boolean fits = true;
        for (var element : elements) {
          fits &= element.select(path, depth + 1, way, found);
        }
        yield fits;
      }
    };
  }

  private static List<Disclosure> with(List<Disclosure> way, Disclosure next) {
    var longer = new ArrayList<>(way);
    longer.add(next);
    return longer;
  }

  /// Every disclosure at and below this claim.
  default void disclosures(Consumer<Disclosure> seen) {
    disclosure().ifPresent(seen);
    switch (this) {
      case Branch(var members, _) -> members.values().forEach(node -> node.disclosures(seen));
      case Row(var elements, _) -> elements.forEach(node -> node.disclosures(seen));
      case Leaf _, Hidden _ -> {}
    }
  }
}
