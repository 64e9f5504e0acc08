package dev.hansa.marketplaceauth.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.Immutable;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.receipts.EntityId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/// The facts that an act takes from the service that owns its resource: which, of what kind, and
/// that there are no others.
@Immutable
final class Shape {
  static final int TEXT_MAX = 200;
  static final int LIST_MAX = 20;

  @SuppressWarnings("Immutable") // A copy that nobody else has.
  private final Map<String, Kind> members;

  private Shape(Map<String, Kind> members) {
    this.members = members;
  }

  private enum Kind {
    TEXT,
    WHOLE,
    FLAG,
    INSTANT,
    PARTY,
    PARTIES,
    AGENT,
    AGREEMENT,
    TARIFF,
    STANDING
  }

  /// Written `name:kind name?:kind`, where `?` marks what may be absent.
  static Shape of(String text) {
    var members = new LinkedHashMap<String, Kind>();
    for (var entry : text.split(" ", -1)) {
      if (!entry.isEmpty()) {
        int colon = entry.indexOf(':');
        members.put(
            entry.substring(0, colon),
            Kind.valueOf(entry.substring(colon + 1).toUpperCase(java.util.Locale.ROOT)));
      }
    }
    return new Shape(members);
  }

  /// The facts as the policies' schema has them.
  ObjectNode read(ObjectNode json) {
    var facts = Json.newObject();
    int seen = 0;
    for (var member : members.entrySet()) {
      boolean optional = member.getKey().endsWith("?");
      var name =
          optional ? member.getKey().substring(0, member.getKey().length() - 1) : member.getKey();
      if (json.has(name)) {
        seen++;
        facts.set(name, value(json, name, member.getValue()));
      } else if (!optional) {
        throw new MalformedInput("the member " + name + " is there for this action");
      }
    }
    if (seen != json.size()) {
      throw new MalformedInput("there is no member that this action does not have");
    }
    return facts;
  }

  private static JsonNode value(ObjectNode json, String name, Kind kind) {
    return switch (kind) {
      case TEXT -> Json.newObject().textNode(Json.text(json, name, TEXT_MAX));
      case WHOLE ->
          Json.newObject()
              .numberNode(Json.integer(json, name, -Json.INTEGER_MAX, Json.INTEGER_MAX));
      case FLAG -> {
        if (!json.path(name).isBoolean()) {
          throw new MalformedInput("the member " + name + " is true or false");
        }
        yield json.get(name);
      }
      case INSTANT -> Json.newObject().textNode(text(Attested.instant(json, name)));
      case PARTY -> reference("Organisation", json, name);
      case AGENT -> reference("Agent", json, name);
      case AGREEMENT -> reference("Agreement", json, name);
      case PARTIES -> {
        var list = Json.newArray();
        for (var party : Json.array(json, name, LIST_MAX)) {
          list.add(reference("Organisation", Json.newObject().set(name, party), name));
        }
        yield list;
      }
      case TARIFF -> TARIFF.read(Json.object(json, name));
      case STANDING -> STANDING.read(Json.object(json, name));
    };
  }

  private static final Shape TARIFF =
      of("cred:standing priceMicro:whole validFrom:instant validUntil:instant");
  private static final Shape STANDING = of("ok:flag checkedAt:instant validUntil:instant");

  private static ObjectNode reference(String type, JsonNode json, String name) {
    var id = Json.text(json, name, EntityId.ID_MAX);
    return MalformedInput.unless(() -> EntityId.market(type, id)).toJson();
  }

  /// An instant as facts have it.
  static String text(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
