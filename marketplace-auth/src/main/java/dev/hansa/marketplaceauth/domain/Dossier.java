package dev.hansa.marketplaceauth.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Did;
import dev.hansa.identity.Json;
import dev.hansa.receipts.CredentialEvidence;
import dev.hansa.receipts.EntityFacts;
import dev.hansa.receipts.EntityId;
import dev.hansa.receipts.FactSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one decision rests on: entities with their facts, where each fact comes from, and the
/// credentials behind them.
final class Dossier {
  private final List<EntityFacts> entities = new ArrayList<>();
  private final List<FactSource> sources = new ArrayList<>();
  private final Map<String, Integer> places = new LinkedHashMap<>();
  private final List<Standing> standings = new ArrayList<>();
  private final Set<String> parties = new LinkedHashSet<>();

  /// The credential's number among the evidence.
  int rest(Standing standing) {
    return places.computeIfAbsent(
        standing.fact().id(),
        _ -> {
          standings.add(standing);
          return standings.size() - 1;
        });
  }

  /// An agent. With `mandate` its powers are the mandate's; without, it is a person itself.
  EntityId agent(Session.Head who, Optional<Standing> mandate) {
    var uid = EntityId.market("Agent", who.agent());
    if (knows(uid)) {
      return uid;
    }
    var at = "/entities/" + entities.size();
    var org = EntityId.market("Organisation", who.party());
    var attrs = Json.newObject();
    attrs.set("org", org.toJson());
    attrs.put("self", who.self() && mandate.isEmpty());
    attrs.put("machine", who.machine()).put("loa", who.loa());
    sources.add(new FactSource.FromIssuer(at));
    mandate.ifPresent(standing -> {
      attrs.set("mandate", mandate(standing));
      int place = rest(standing);
      sources.add(new FactSource.FromCredential(at + "/attrs/mandate", place));
      sources.add(new FactSource.FromCredential(at + "/attrs/machine", place));
      sources.add(new FactSource.FromCredential(at + "/attrs/loa", place));
    });
    entities.add(new EntityFacts(uid, attrs, List.of(org)));
    return uid;
  }

  private static ObjectNode mandate(Standing standing) {
    var mandate = standing.fact().mandate();
    var json = Json.newObject();
    json.set("cred", standing.toCred());
    var powers = json.putArray("powers");
    for (var power : mandate.powers()) {
      powers
          .addObject()
          .put("domain", power.domain())
          .put("func", power.function())
          .put("action", power.action());
    }
    return json.put("currency", mandate.currency())
        .put("perTxLimitMinor", mandate.perTransactionMinor());
  }

  /// An organisation, or a private person, with the facts that are known of it. What it may still
  /// spend is its guarantee less what is reserved.
  void organisation(
      Members.Member member,
      Standing membership,
      Optional<Standing> licence,
      Optional<Standing> payment,
      long reservedMinor) {
    if (!parties.add(member.party())) {
      return;
    }
    var at = "/entities/" + entities.size();
    var participant = membership.fact().participant();
    var attrs = Json.newObject().put("country", participant.country());
    var roles = attrs.putArray("roles");
    participant.roles().forEach(roles::add);
    attrs.set("participant", membership.toCred());
    attrs.put("restricted", member.restricted());
    sources.add(new FactSource.FromCredential(at, rest(membership)));
    sources.add(new FactSource.FromIssuer(at + "/attrs/restricted"));
    licence.ifPresent(standing -> {
      attrs.set("cspLicence", licence(standing));
      sources.add(new FactSource.FromCredential(at + "/attrs/cspLicence", rest(standing)));
    });
    payment.ifPresent(standing -> {
      var says = (Attested.PaymentCapability) standing.fact().says();
      var json = attrs.putObject("payment");
      json.set("cred", standing.toCred());
      json.put("currency", says.currency())
          .put("availableMinor", Math.max(0, says.limitMinor() - reservedMinor));
      sources.add(new FactSource.FromCredential(at + "/attrs/payment", rest(standing)));
      sources.add(new FactSource.FromIssuer(at + "/attrs/payment/availableMinor"));
    });
    entities.add(
        new EntityFacts(EntityId.market("Organisation", member.party()), attrs, List.of()));
  }

  private static ObjectNode licence(Standing standing) {
    var says = (Attested.CspLicence) standing.fact().says();
    var json = Json.newObject();
    json.set("cred", standing.toCred());
    says.services().forEach(json.putArray("services")::add);
    says.countries().forEach(json.putArray("countries")::add);
    says.bands().forEach(json.putArray("bands")::add);
    return json;
  }

  /// The resource, as the service that owns it says.
  EntityId resource(Question question, Did service) {
    var uid = EntityId.market(question.act().resourceType(), question.resourceId());
    sources.add(new FactSource.FromService("/entities/" + entities.size(), service));
    entities.add(new EntityFacts(uid, question.resource(), List.of()));
    return uid;
  }

  /// Facts of the act itself, from the service that asks.
  ObjectNode context(Question question, Did service, String now) {
    var context = question.context().deepCopy();
    context.put("now", now);
    sources.add(new FactSource.FromService("/context", service));
    sources.add(new FactSource.FromIssuer("/context/now"));
    return context;
  }

  void meter(ObjectNode context, Standing standing, long alreadyOfferedWh, Did service) {
    var says = (Attested.ConnectionPoint) standing.fact().says();
    var json = context.putObject("meter");
    json.set("cred", standing.toCred());
    json.set("owner", EntityId.market("Organisation", standing.fact().party()).toJson());
    json.put("zone", says.zone())
        .put("maxExportWhPerInterval", says.maxExportWhPerInterval())
        .put("alreadyOfferedWh", alreadyOfferedWh);
    sources.add(new FactSource.FromCredential("/context/meter", rest(standing)));
    sources.add(new FactSource.FromService("/context/meter/alreadyOfferedWh", service));
  }

  /// The machine that measured is the one that acts; its mandate is the probe's.
  void probe(ObjectNode context, Standing mandate) {
    var json = context.putObject("probe");
    json.set("cred", mandate.toCred());
    json.set("operator", EntityId.market("Organisation", mandate.fact().party()).toJson());
    sources.add(new FactSource.FromCredential("/context/probe", rest(mandate)));
  }

  void coSigner(ObjectNode context, EntityId agent) {
    context.set("coSigner", agent.toJson());
    sources.add(new FactSource.FromIssuer("/context/coSigner"));
  }

  private boolean knows(EntityId uid) {
    return entities.stream().anyMatch(e -> e.uid().equals(uid));
  }

  List<EntityFacts> entities() {
    return entities;
  }

  List<FactSource> sources() {
    return sources;
  }

  List<CredentialEvidence> evidence() {
    return standings.stream().map(Standing::evidence).toList();
  }

  Map<String, String> statusTokens() {
    var tokens = new LinkedHashMap<String, String>();
    for (var standing : standings) {
      standing
          .evidence()
          .status()
          .ifPresent(status ->
              tokens.put(status.listHash().toBase64Url(), standing.statusToken().orElse("")));
    }
    return tokens;
  }

  /// The facts behind it, and when the first of them ends by itself.
  List<String> facts() {
    return List.copyOf(places.keySet());
  }

  Instant until() {
    return standings.stream()
        .map(s -> s.fact().validUntil())
        .min(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  long ledgerHeight() {
    return standings.stream().mapToLong(Standing::ledgerHeight).max().orElse(0);
  }

  /// The types of what could not be confirmed.
  List<String> unconfirmed() {
    return standings.stream()
        .filter(s -> !s.confirmed())
        .map(s -> s.fact().type().value())
        .distinct()
        .toList();
  }
}
