package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import java.time.Instant;
import java.util.Optional;

/// A request as it stands in a log: Indy's transaction.
final class Transactions {
  private Transactions() {}

  static ObjectNode of(IndyRequest request, Optional<String> txnId, long seqNo, Instant time) {
    var transaction = Json.newObject();
    var signature = transaction.putObject("reqSignature").put("type", "ED25519");
    var values = signature.putArray("values");
    request
        .signatures()
        .forEach((from, value) -> values.addObject().put("from", from).put("value", value));
    var txn = transaction.putObject("txn");
    var data = request.operation();
    data.remove("type");
    txn.set("data", data);
    var metadata =
        txn.putObject("metadata")
            .put("digest", request.digest())
            .put("from", request.identifier())
            .put("payloadDigest", request.payloadDigest())
            .put("reqId", request.reqId());
    request.endorser().ifPresent(endorser -> metadata.put("endorser", endorser));
    request.taaAcceptance().ifPresent(taa -> metadata.set("taaAcceptance", taa));
    txn.put("protocolVersion", request.protocolVersion()).put("type", request.operationType());
    var position =
        transaction
            .putObject("txnMetadata")
            .put("seqNo", seqNo)
            .put("txnTime", time.getEpochSecond());
    txnId.ifPresent(id -> position.put("txnId", id));
    return transaction.put("ver", "1");
  }

  /// When a transaction was written; one of the genesis names no time.
  static Instant writtenAt(ObjectNode transaction) {
    return transaction.path("txnMetadata").has("txnTime") ? time(transaction) : Instant.EPOCH;
  }

  static Instant time(ObjectNode transaction) {
    return Instant.ofEpochSecond(
        Json.integer(Json.object(transaction, "txnMetadata"), "txnTime", 0, Json.INTEGER_MAX));
  }
}
