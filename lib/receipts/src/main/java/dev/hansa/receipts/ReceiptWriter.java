package dev.hansa.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.DidUrl;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.Signer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Makes receipts: signed by the operator's `#assert` key, with salted commitments in place of
/// whatever could be personal. What it returned is not yet kept; [ReceiptLog#add] does that.
public final class ReceiptWriter {
  public static final String TYPE = "hansa-receipt+jwt";

  private final DidUrl keyName;
  private final Signer signer;
  private final Bytes genesisHash;
  private final Clock clock;
  private final SecureRandom random;

  public ReceiptWriter(
      DidUrl keyName, Signer signer, Bytes genesisHash, Clock clock, SecureRandom random) {
    this.keyName = keyName;
    this.signer = signer;
    this.genesisHash = genesisHash;
    this.clock = clock;
    this.random = random;
  }

  /// The receipt of a decision or verification, for the owner who may have its content.
  public StoredReceipt write(ReceiptSubject subject, String owner) {
    var id = newId();
    var claims =
        Json.newObject()
            .put("iss", keyName.did().toString())
            .put("jti", id)
            .put("iat", clock.instant().getEpochSecond())
            .put("genesis", genesisHash.toBase64Url())
            .put("ledgerHeight", subject.ledgerHeight());
    var values = new TreeMap<String, JsonNode>(subject.more());
    switch (subject) {
      case ReceiptSubject.Decided decided -> {
        claims
            .put("kind", "decision")
            .put("outcome", decided.decision().name())
            .put("action", decided.evaluation().action())
            .put("policySet", decided.policySet().hash().toBase64Url());
        var policies = claims.putArray("policies");
        decided.decision().policies().forEach(policies::add);
        values.putAll(evaluation(decided));
      }
      case ReceiptSubject.Verified verified -> {
        claims.put("kind", "verification").put("outcome", verified.refusal().orElse("verified"));
        values.put("caller", Json.newArray().add(verified.caller()));
        var checks = Json.newArray();
        verified.checks().forEach(checks::add);
        values.put("checks", checks);
      }
    }
    var evidence = Json.newArray();
    subject.credentials().forEach(credential -> evidence.add(credential.toJson()));
    values.put("credentials", evidence);
    addCredentials(claims, subject.credentials());
    var commitments = Commitments.to(values, random);
    claims.set("commitments", commitments.hashes());
    var jws = Jws.signJwt(TYPE, keyName, claims, signer);
    return new StoredReceipt(
        id,
        owner,
        jws,
        commitments.toJson(),
        needed(subject.credentials(), subject.statusTokens()));
  }

  private static Map<String, JsonNode> evaluation(ReceiptSubject.Decided decided) {
    var evaluation = decided.evaluation().toJson();
    var values = new LinkedHashMap<String, JsonNode>();
    for (var part : ReceiptClaims.EVALUATION_PARTS) {
      values.put(part, evaluation.get(part));
    }
    var sources = Json.newArray();
    decided.sources().forEach(source -> sources.add(source.toJson()));
    values.put("sources", sources);
    return values;
  }

  /// What stands open: which types by which issuers, and which versions of which lists.
  static void addCredentials(
      com.fasterxml.jackson.databind.node.ObjectNode claims, List<CredentialEvidence> credentials) {
    var open = claims.putArray("credentials");
    var lists = new TreeMap<String, CredentialEvidence.Status>();
    for (var credential : credentials) {
      open.addObject()
          .put("vct", credential.vct().value())
          .put("issuer", credential.issuer().toString());
      credential.status().ifPresent(s -> lists.put(s.listHash().toBase64Url(), s));
    }
    var versions = claims.putArray("lists");
    lists.forEach((hash, status) ->
        versions
            .addObject()
            .put("listHash", hash)
            .put("iat", status.iat().getEpochSecond())
            .put("ttl", status.ttlSeconds()));
  }

  private static Map<String, String> needed(
      List<CredentialEvidence> credentials, Map<String, String> tokens) {
    var hashes = new TreeSet<String>();
    credentials.forEach(
        credential -> credential.status().ifPresent(s -> hashes.add(s.listHash().toBase64Url())));
    var needed = new TreeMap<String, String>();
    for (var hash : hashes) {
      var token = tokens.get(hash);
      if (token == null || !Bytes.utf8(token).sha256().toBase64Url().equals(hash)) {
        throw new IllegalArgumentException(
            "each status list that a receipt names comes with its token");
      }
      needed.put(hash, token);
    }
    return needed;
  }

  private String newId() {
    return Bytes.random(16, random).toHex();
  }
}
