package dev.hansa.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.MalformedInput;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// The open part of a receipt, as it stands in the signed JWT. Nobody has checked the signature
/// yet.
record ReceiptClaims(
    Jws jws,
    DidUrl keyName,
    String id,
    Instant time,
    Bytes genesisHash,
    long ledgerHeight,
    Kind kind,
    String outcome,
    String action,
    Bytes policySet,
    SortedSet<String> policies,
    JsonNode credentials,
    JsonNode lists,
    ObjectNode commitments) {
  static final int JWS_MAX = 64 * 1024;

  /// The members of an evaluation that are committed to one by one; the action stands open.
  static final List<String> EVALUATION_PARTS =
      List.of("principal", "resource", "context", "entities");

  private static final Set<String> COMMON =
      Set.of(
          "iss",
          "jti",
          "iat",
          "genesis",
          "ledgerHeight",
          "kind",
          "outcome",
          "credentials",
          "lists",
          "commitments");
  private static final Set<String> OF_DECISION = Set.of("action", "policySet", "policies");

  enum Kind {
    DECISION,
    VERIFICATION
  }

  static ReceiptClaims parse(String compact) {
    var jws = Jws.parse(compact, JWS_MAX);
    if (!jws.typ().equals(ReceiptWriter.TYPE)) {
      throw new MalformedInput("a receipt's typ is " + ReceiptWriter.TYPE);
    }
    var keyName =
        DidUrl.parse(
            Json.text(jws.unverifiedHeader(), "kid", Did.LENGTH_MAX + DidUrl.FRAGMENT_MAX + 1));
    var claims = jws.unverifiedClaims();
    if (!Json.text(claims, "iss", Did.LENGTH_MAX).equals(keyName.did().toString())) {
      throw new MalformedInput("a receipt's iss is the DID of its kid");
    }
    var kind =
        switch (Json.text(claims, "kind", 16)) {
          case "decision" -> Kind.DECISION;
          case "verification" -> Kind.VERIFICATION;
          default -> throw new MalformedInput("a receipt is of a decision or a verification");
        };
    boolean decision = kind == Kind.DECISION;
    for (var member : claims.properties()) {
      if (!COMMON.contains(member.getKey())
          && !(decision && OF_DECISION.contains(member.getKey()))) {
        throw new MalformedInput("a receipt has no member that we do not know");
      }
    }
    return new ReceiptClaims(
        jws,
        keyName,
        Json.text(claims, "jti", 64),
        Instant.ofEpochSecond(Json.integer(claims, "iat", 0, 253_402_300_799L)),
        Bytes.fromBase64Url(Json.text(claims, "genesis", 64)),
        Json.integer(claims, "ledgerHeight", 0, Json.INTEGER_MAX),
        kind,
        Json.text(claims, "outcome", 64),
        decision ? Json.text(claims, "action", Evaluation.ACTION_MAX) : "",
        decision ? Bytes.fromBase64Url(Json.text(claims, "policySet", 64)) : Bytes.utf8(""),
        decision ? policies(claims) : new TreeSet<>(),
        Json.array(claims, "credentials", CredentialEvidence.COUNT_MAX),
        Json.array(claims, "lists", CredentialEvidence.COUNT_MAX),
        Json.object(claims, "commitments"));
  }

  private static SortedSet<String> policies(ObjectNode claims) {
    var ids = new TreeSet<String>();
    for (var id : Json.array(claims, "policies", 200)) {
      if (!ids.add(id.asText())) {
        throw new MalformedInput("a determining policy stands once in a receipt");
      }
    }
    return ids;
  }

  Did issuer() {
    return keyName.did();
  }
}
