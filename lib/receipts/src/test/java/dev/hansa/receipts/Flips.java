package dev.hansa.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hansa.identity.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Every fact within reach of an act, made bad one at a time (INV-16). A port of `flips` in the
/// reference's cases.cjs, with the same labels.
final class Flips {
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
          "coSigner");
  private static final long DAY = 86_400;

  private final Evaluation whole;
  private final ObjectNode context;
  private final JsonNode principal;
  private final JsonNode resource;
  private final JsonNode organisation;
  private final String now;
  private final List<Flip> found = new ArrayList<>();

  record Flip(String label, Evaluation evaluation) {}

  private record Bad(String suffix, JsonNode value) {}

  private Flips(Evaluation whole) {
    this.whole = whole;
    this.context = whole.context();
    this.principal = attrs(whole, whole.principal()).orElseThrow();
    this.resource = attrs(whole, whole.resource()).<JsonNode>map(a -> a).orElse(Json.newObject());
    this.organisation = principal.get("org");
    this.now = context.get("now").asText();
  }

  static List<Flip> of(Evaluation whole) {
    var flips = new Flips(whole);
    flips.collect();
    return flips.found;
  }

  /// The same act by the person itself, in a regulated book, by the customer, by two.
  static String variant(Evaluation e) {
    var agent = attrs(e, e.principal()).orElseThrow();
    var thing = attrs(e, e.resource()).<JsonNode>map(a -> a).orElse(Json.newObject());
    var name =
        e.action() + (thing.path("mechanism").asText().equals("REGULATED") ? "~regulated" : "");
    if (e.action().equals("signAgreement")) {
      return name
          + (thing.get("annualValueMinor").asLong() > 10_000_000
              ? "~two"
              : thing.get("provider").equals(agent.get("org")) ? "" : "~customer");
    }
    return name + (agent.get("self").asBoolean(false) && !agent.has("mandate") ? "~self" : "");
  }

  private static Optional<ObjectNode> attrs(Evaluation e, EntityId id) {
    return e.entities().stream()
        .filter(f -> f.uid().equals(id))
        .map(EntityFacts::attrs)
        .findFirst();
  }

  private void collect() {
    entity(whole.principal(), "principal");
    entity(EntityId.parse(organisation), "principal.org");
    entity(whole.resource(), "resource");
    walk(context, "context", "", changed -> with(changed, whole.entities()));
    if (context.has("to")) {
      entity(EntityId.parse(context.get("to")), "context.to");
    }
    if (context.has("coSigner")
        && !EntityId.parse(context.get("coSigner")).equals(whole.principal())) {
      entity(EntityId.parse(context.get("coSigner")), "context.coSigner");
    }
    if (resource.has("provider") && !resource.get("provider").equals(organisation)) {
      entity(EntityId.parse(resource.get("provider")), "resource.provider");
    }
  }

  private interface Rebuild {
    Evaluation with(ObjectNode changed);
  }

  private Evaluation with(ObjectNode changedContext, List<EntityFacts> entities) {
    return new Evaluation(
        whole.principal(), whole.action(), whole.resource(), changedContext, entities);
  }

  private void entity(EntityId id, String label) {
    attrs(whole, id)
        .ifPresent(attributes ->
            walk(
                attributes,
                label,
                "",
                changed ->
                    with(
                        context,
                        whole.entities().stream()
                            .map(f ->
                                f.uid().equals(id) ? new EntityFacts(id, changed, f.parents()) : f)
                            .toList())));
  }

  private void walk(ObjectNode root, String label, String pointer, Rebuild rebuild) {
    for (Map.Entry<String, JsonNode> member : root.at(pointer).properties()) {
      var name = member.getKey();
      var value = member.getValue();
      var l = label + "." + name;
      if (OPTIONAL.contains(name) || l.equals("resource.caseRef")) {
        var changed = root.deepCopy();
        ((ObjectNode) changed.at(pointer)).remove(name);
        found.add(new Flip(l + " absent", rebuild.with(changed)));
      }
      if (value.isObject() && !value.has("type")) {
        walk(root, l, pointer + "/" + name, rebuild);
        continue;
      }
      for (var bad : bad(name, value, l)) {
        var changed = root.deepCopy();
        ((ObjectNode) changed.at(pointer)).set(name, bad.value());
        found.add(new Flip(l + bad.suffix(), rebuild.with(changed)));
      }
    }
  }

  private static String at(String instant, long seconds) {
    return Instant.parse(instant).plusSeconds(seconds).toString();
  }

  private static List<Bad> one(JsonNode value) {
    return List.of(new Bad("", value));
  }

  private static List<Bad> one(long value) {
    return one(LongNode.valueOf(value));
  }

  private static List<Bad> one(String value) {
    return one(TextNode.valueOf(value));
  }

  private long contextLong(String pointer) {
    return context.at(pointer).asLong();
  }

  private List<Bad> bad(String name, JsonNode v, String label) {
    return switch (name) {
      case "ok", "open", "issuerOk", "self" -> one(BooleanNode.FALSE);
      case "restricted", "disputed" -> one(BooleanNode.TRUE);
      case "machine" -> one(BooleanNode.valueOf(!v.booleanValue()));
      case "loa" -> one(2);
      case "checkedAt" ->
          List.of(
              new Bad(" 5m1s old", TextNode.valueOf(at(now, -301))),
              new Bad(" in future", TextNode.valueOf(at(now, 1))));
      case "gateCloses", "expiresTransfer", "expiresCancel", "until" -> one(now);
      case "from" -> one(at(now, 1));
      case "productionEnd" -> one(at(now, DAY));
      case "validUntil" ->
          one(
              label.contains("tariff.validUntil")
                  ? context.get("deliveryStart").asText()
                  : label.equals("resource.validUntil") && context.has("periodEnd")
                      ? at(context.get("periodEnd").asText(), -1)
                      : now);
      case "validFrom" ->
          one(
              label.contains("tariff")
                  ? at(context.get("deliveryStart").asText(), 1)
                  : at(context.path("periodStart").asText(now), 1));
      case "periodStart" -> one(context.get("periodEnd"));
      case "periodEnd" -> one(at(now, 1));
      case "deliveryStart" ->
          one(resource.has("tariff") ? resource.at("/tariff/validUntil").asText() : at(now, -DAY));
      case "now" ->
          List.of(
              new Bad(" later", TextNode.valueOf(at(now, DAY * 3650))),
              new Bad(" earlier", TextNode.valueOf(at(now, -DAY * 3650))));
      case "mechanism" -> one("REGULATED");
      case "preparedBy", "coSigner" -> one(whole.principal().toJson());
      case "seller" -> one(organisation);
      case "agreement" -> one(EntityId.market("Agreement", "other").toJson());
      default -> badNumber(name, v, label);
    };
  }

  private List<Bad> badNumber(String name, JsonNode v, String label) {
    long need =
        context.has("worstCaseMinor")
            ? contextLong("/worstCaseMinor")
            : resource.path("amountMinor").asLong(0);
    return switch (name) {
      case "availableMinor", "perTxLimitMinor" -> one(need - 1);
      case "worstCaseMinor" ->
          one(
              attrs(whole, EntityId.parse(organisation))
                      .orElseThrow()
                      .at("/payment/availableMinor")
                      .asLong()
                  + 1);
      case "amountMinor" ->
          one(
              principal.has("mandate")
                  ? principal.at("/mandate/perTxLimitMinor").asLong() + 1
                  : v.asLong());
      case "annualValueMinor" -> one(10_000_001);
      case "maxExportWhPerInterval" ->
          one(contextLong("/qtyWh") + contextLong("/meter/alreadyOfferedWh") - 1);
      case "alreadyOfferedWh" ->
          one(contextLong("/meter/maxExportWhPerInterval") - contextLong("/qtyWh") + 1);
      case "qtyWh" -> quantity(label);
      case "priceMicro" -> one(v.asLong() + 1);
      case "otherApprovals" -> one(1);
      default -> badOther(name, v, label);
    };
  }

  private List<Bad> quantity(String label) {
    if (label.equals("resource.qtyWh")) {
      return one(Math.max(1, contextLong("/qtyWh")) - 1);
    }
    var zero = new Bad(" zero", LongNode.valueOf(0));
    return switch (whole.action()) {
      case "cancelGoo" ->
          List.of(new Bad(" above", LongNode.valueOf(resource.get("qtyWh").asLong() + 1)), zero);
      case "placeSellOrder" ->
          List.of(
              new Bad(
                  " above",
                  LongNode.valueOf(
                      contextLong("/meter/maxExportWhPerInterval")
                          - contextLong("/meter/alreadyOfferedWh")
                          + 1)),
              zero);
      default -> List.of(zero);
    };
  }

  private static List<Bad> badOther(String name, JsonNode v, String label) {
    if (v instanceof ArrayNode) {
      return one(Json.newArray());
    }
    if (v.isTextual()) {
      return one(name.equals("caseRef") && label.startsWith("context") ? "" : "other");
    }
    if (v.has("type")) {
      return one(EntityId.market("Organisation", "stranger").toJson());
    }
    throw new IllegalStateException("no bad value for " + label);
  }
}
