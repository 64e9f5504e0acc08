package dev.hansa.marketplaceauth.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One question to the decision point, as an access evaluation of [OpenID AuthZEN 1.0, section
/// 6](https://openid.net/specs/authorization-api-1_0.html). `resource` and `context` are facts of
/// the service that asks; about the subject it may say nothing.
public record Question(
    String sessionId,
    Act act,
    String resourceId,
    ObjectNode resource,
    ObjectNode context,
    Aids aids) {
  public static final int LENGTH_MAX = 32 * 1024;
  public static final int EVIDENCE_MAX = 8;
  private static final int RESOURCE_ID_MAX = 200;

  /// What the question says besides facts: what is used up already, and what was shown for the act.
  public record Aids(
      long alreadyOfferedWh,
      long reservedMinor,
      List<String> evidence,
      Optional<Bytes> termsHash,
      Optional<String> signature,
      Optional<String> coSignature) {
    public Aids {
      evidence = List.copyOf(evidence);
    }
  }

  public static Question parse(String text) {
    var json = Json.parseObject(text, LENGTH_MAX);
    only(json, List.of("subject", "action", "resource", "context"));
    var subject = Json.object(json, "subject");
    if (subject.has("properties")) {
      throw new MalformedInput("nobody claims facts about the subject: it has no properties");
    }
    only(subject, List.of("type", "id"));
    if (!Json.text(subject, "type", 32).equals("session")) {
      throw new MalformedInput("the subject is of type session");
    }
    var action = Json.object(json, "action");
    only(action, List.of("name"));
    var act = Act.parse(Json.text(action, "name", 64));
    var resource = Json.object(json, "resource");
    only(resource, List.of("type", "id", "properties"));
    if (!Json.text(resource, "type", 64).equals(act.resourceType())) {
      throw new MalformedInput("the resource is of the type that the action has");
    }
    var resourceId = Json.text(resource, "id", RESOURCE_ID_MAX);
    if (resourceId.isEmpty()) {
      throw new MalformedInput("the resource has an id");
    }
    var properties =
        resource.has("properties") ? Json.object(resource, "properties") : Json.newObject();
    var context = json.has("context") ? Json.object(json, "context").deepCopy() : Json.newObject();
    var aids = aids(act, context);
    return new Question(
        Ids.parse(Json.text(subject, "id", Ids.LENGTH_MAX)),
        act,
        resourceId,
        act.resource().read(properties),
        act.context().read(context),
        aids);
  }

  /// Takes the aids out of the context, so that only facts are left.
  private static Aids aids(Act act, ObjectNode context) {
    long offered = 0;
    long reserved = 0;
    var evidence = new ArrayList<String>();
    Optional<Bytes> termsHash = Optional.empty();
    Optional<String> signature = Optional.empty();
    Optional<String> coSignature = Optional.empty();
    switch (act) {
      case PLACE_SELL_ORDER -> {
        offered = Json.integer(context, "alreadyOfferedWh", 0, Json.INTEGER_MAX);
        evidence.addAll(evidence(context));
        context.remove("alreadyOfferedWh");
      }
      case PLACE_BUY_ORDER -> {
        reserved = Json.integer(context, "reservedMinor", 0, Json.INTEGER_MAX);
        evidence.addAll(evidence(context));
        context.remove("reservedMinor");
      }
      case SIGN_AGREEMENT -> {
        termsHash = Optional.of(Bytes.fromBase64Url(Json.text(context, "termsHash", 64)));
        signature = optionalId(context, "signature");
        coSignature = optionalId(context, "coSignature");
        context.remove(List.of("termsHash", "signature", "coSignature"));
      }
      case CREATE_OFFERING, CANCEL_ORDER, REPORT_KPI, APPROVE_SETTLEMENT, OPEN_DISPUTE -> {}
    }
    return new Aids(offered, reserved, evidence, termsHash, signature, coSignature);
  }

  private static List<String> evidence(ObjectNode context) {
    var ids = new ArrayList<String>();
    if (context.has("evidence")) {
      for (var id : Json.array(context, "evidence", EVIDENCE_MAX)) {
        ids.add(Ids.parse(id.asText()));
      }
      context.remove("evidence");
    }
    return ids;
  }

  private static Optional<String> optionalId(ObjectNode context, String member) {
    return context.has(member)
        ? Optional.of(Ids.parse(Json.text(context, member, Ids.LENGTH_MAX)))
        : Optional.empty();
  }

  private static void only(ObjectNode json, List<String> members) {
    for (var member : json.properties()) {
      if (!members.contains(member.getKey())) {
        throw new MalformedInput("an evaluation has no member that is not known here");
      }
    }
  }
}
