package dev.hansa.ledgerpool.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Invariant;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.Members;
import java.util.ArrayList;
import java.util.List;

/// A block as it is kept: the requests that were written, in their order, the app hash before them,
/// and the checkpoint after them. Executing the requests of all blocks again, in their order and at
/// their times, gives the same app hashes. The genesis is the block at height 0, without requests,
/// after the hash of the genesis file.
public record CommittedBlock(
    List<IndyRequest> requests, Bytes previousAppHash, Checkpoint checkpoint) {
  /// No block is longer as JSON: its requests are texts in it, whose quotes are escaped.
  public static final int JSON_LENGTH_MAX = 2 * Block.LENGTH_MAX + 16_384;

  public CommittedBlock {
    requests = List.copyOf(requests);
    Invariant.holds(
        requests.isEmpty() || checkpoint.height() > 0, "the genesis is a block without requests");
  }

  public long height() {
    return checkpoint.height();
  }

  public ObjectNode toJson() {
    var json =
        Json.newObject()
            .put("height", height())
            .put("time", checkpoint.time().toString())
            .put("previousAppHash", previousAppHash.toBase64Url())
            .put("appHash", checkpoint.appHash().toBase64Url());
    var array = json.putArray("requests");
    requests.forEach(request -> array.add(request.text()));
    json.set("checkpoint", checkpoint.toJson());
    return json;
  }

  /// Reads a block from outside.
  public static CommittedBlock parse(ObjectNode json) {
    Members.requireOnly(
        json, "height", "time", "previousAppHash", "appHash", "requests", "checkpoint");
    var requests = new ArrayList<IndyRequest>();
    for (var request : Json.array(json, "requests", Block.REQUESTS_MAX)) {
      if (!request.isTextual()) {
        throw new MalformedInput("the requests of a block are texts");
      }
      requests.add(IndyRequest.parse(request.textValue()));
    }
    var checkpoint = Checkpoint.parse(Json.object(json, "checkpoint"));
    if (Json.integer(json, "height", 0, Json.INTEGER_MAX) != checkpoint.height()
        || !Members.instant(json, "time").equals(checkpoint.time())
        || !Members.hash(json, "appHash").equals(checkpoint.appHash())
        || (!requests.isEmpty() && checkpoint.height() == 0)) {
      throw new MalformedInput("a block says the same as its checkpoint");
    }
    return new CommittedBlock(requests, Members.hash(json, "previousAppHash"), checkpoint);
  }
}
