package dev.hansa.marketplace.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.marketrules.sla.Sla;
import java.time.Instant;
import java.util.Optional;

/// An agreement with its terms, its state and, once both have signed, the ledger request that waits
/// for both organisations' signatures.
public record Agreement(
    AgreementTerms terms, Sla state, Optional<ObjectNode> ledgerRequest, Instant created) {
  public String id() {
    return terms.sla().agreementId();
  }

  public Agreement with(Sla next) {
    return new Agreement(terms, next, ledgerRequest, created);
  }

  public Agreement with(ObjectNode request) {
    return new Agreement(terms, state, Optional.of(request), created);
  }

  /// The state's name, as the API and the policies have it.
  public String stateName() {
    return switch (state) {
      case Sla.Proposed _ -> "PROPOSED";
      case Sla.SignedByOne _ -> "PROPOSED";
      case Sla.SignedByBoth _ -> "SIGNED";
      case Sla.Active _ -> "ACTIVE";
      case Sla.Suspended _ -> "SUSPENDED";
      case Sla.Terminated _ -> "TERMINATED";
      case Sla.Expired _ -> "EXPIRED";
    };
  }

  /// What the store keeps beside the terms.
  public ObjectNode toJson() {
    var body = Json.newObject().put("created", created.toString());
    ledgerRequest.ifPresent(request -> body.set("ledgerRequest", request));
    switch (state) {
      case Sla.Proposed _ -> body.put("state", "proposed");
      case Sla.SignedByOne one -> {
        body.put("state", "signed-by-one");
        body.set("first", json(one.first()));
      }
      case Sla.SignedByBoth both -> {
        body.put("state", "signed-by-both");
        body.set("provider", json(both.provider()));
        body.set("customer", json(both.customer()));
      }
      case Sla.Active active -> put(body.put("state", "active"), active);
      case Sla.Suspended suspended ->
          put(
              body.put("state", "suspended")
                  .put("reason", suspended.reason())
                  .put("at", suspended.since().toString()),
              suspended.agreement());
      case Sla.Terminated terminated ->
          put(
              body.put("state", "terminated")
                  .put("by", terminated.by())
                  .put("at", terminated.at().toString()),
              terminated.agreement());
      case Sla.Expired expired ->
          put(body.put("state", "expired").put("at", expired.at().toString()), expired.agreement());
    }
    return body;
  }

  private static void put(ObjectNode body, Sla.Active active) {
    body.set("provider", json(active.provider()));
    body.set("customer", json(active.customer()));
    body.put("ledgerSeqNo", active.ledgerSeqNo());
  }

  static ObjectNode json(Sla.Signature signature) {
    return Json.newObject()
        .put("party", signature.party())
        .put("receipt", signature.receiptId())
        .put("signatureHash", signature.signatureHash())
        .put("at", signature.at().toString());
  }

  /// Reads what [#toJson] wrote.
  public static Agreement read(ObjectNode termsJson, ObjectNode body) {
    var terms = AgreementTerms.read(termsJson);
    var state = state(terms, body);
    return new Agreement(
        terms,
        state,
        body.has("ledgerRequest")
            ? Optional.of(Json.object(body, "ledgerRequest"))
            : Optional.empty(),
        instant(body, "created"));
  }

  private static Sla state(AgreementTerms terms, ObjectNode body) {
    return switch (Json.text(body, "state", 32)) {
      case "proposed" -> new Sla.Proposed(terms.sla());
      case "signed-by-one" -> new Sla.SignedByOne(terms.sla(), signature(body, "first"));
      case "signed-by-both" ->
          new Sla.SignedByBoth(
              terms.sla(), signature(body, "provider"), signature(body, "customer"));
      case "active" -> active(terms, body);
      case "suspended" ->
          new Sla.Suspended(
              active(terms, body), Json.text(body, "reason", 512), instant(body, "at"));
      case "terminated" ->
          new Sla.Terminated(active(terms, body), Json.text(body, "by", 512), instant(body, "at"));
      case "expired" -> new Sla.Expired(active(terms, body), instant(body, "at"));
      default -> throw new IllegalStateException("an agreement in the store has a state we wrote");
    };
  }

  private static Sla.Active active(AgreementTerms terms, ObjectNode body) {
    return new Sla.Active(
        terms.sla(),
        signature(body, "provider"),
        signature(body, "customer"),
        body.path("ledgerSeqNo").asLong());
  }

  private static Sla.Signature signature(ObjectNode body, String member) {
    var json = Json.object(body, member);
    return new Sla.Signature(
        Json.text(json, "party", 512),
        Json.text(json, "receipt", 128),
        Json.text(json, "signatureHash", 128),
        instant(json, "at"));
  }

  private static Instant instant(ObjectNode body, String member) {
    return Instant.parse(Json.text(body, member, 40));
  }
}
