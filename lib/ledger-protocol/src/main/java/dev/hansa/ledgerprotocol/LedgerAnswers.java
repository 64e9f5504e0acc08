package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import java.util.List;
import java.util.Optional;

/// The answers of a node, as JSON. Proofs are made under a checkpoint that the caller holds; what
/// was committed before it does not change, so blocks may be committed meanwhile.
public final class LedgerAnswers {
  private LedgerAnswers() {}

  public static ObjectNode state(
      LedgerReader reader, Checkpoint checkpoint, SubLedger ledger, Bytes key) {
    var root = checkpoint.roots(ledger).stateRoot();
    var nodes = Trie.prove(root, key, reader::trieNode);
    var value = new StateProof(nodes).verify(root, key);
    var json =
        Json.newObject()
            .put("ledger", ledger.code())
            .put("key", key.toBase64Url())
            .put("value", value.map(Bytes::toBase64Url).orElse(null));
    return withHashes(json, "nodes", nodes).set("checkpoint", checkpoint.toJson());
  }

  /// Throws [dev.hansa.identity.MalformedInput] for a list that is too long to be proved at once.
  public static ObjectNode list(
      LedgerReader reader, Checkpoint checkpoint, SubLedger ledger, Bytes prefix) {
    var nodes =
        Trie.proveList(
            checkpoint.roots(ledger).stateRoot(), prefix, reader::trieNode, ListProof.NODES_MAX);
    var json = Json.newObject().put("ledger", ledger.code()).put("prefix", prefix.toBase64Url());
    return withHashes(json, "nodes", nodes).set("checkpoint", checkpoint.toJson());
  }

  /// Nothing if the log was not that long at the checkpoint.
  public static Optional<ObjectNode> transaction(
      LedgerReader reader, Checkpoint checkpoint, SubLedger ledger, long seqNo) {
    long size = checkpoint.roots(ledger).size();
    if (seqNo < 1 || seqNo > size) {
      return Optional.empty();
    }
    var leaf = reader.transaction(ledger, seqNo).orElseThrow();
    var path = MerkleLog.inclusionPath(seqNo - 1, size, Block.nodes(reader, ledger));
    var json = Json.newObject().put("ledger", ledger.code()).put("seqNo", seqNo);
    json.set("transaction", Leaves.decode(leaf));
    return Optional.of(withHashes(json, "auditPath", path).set("checkpoint", checkpoint.toJson()));
  }

  /// The proof that the first `first` transactions are still those of the log of `second`. Nothing
  /// if the log was not that long at the checkpoint. Throws [dev.hansa.identity.MalformedInput]
  /// unless 1 <= first <= second.
  public static Optional<ObjectNode> consistency(
      LedgerReader reader, Checkpoint checkpoint, SubLedger ledger, long first, long second) {
    ConsistencyProof.requireOrder(first, second);
    if (second > checkpoint.roots(ledger).size()) {
      return Optional.empty();
    }
    var path = MerkleLog.consistencyPath(first, second, Block.nodes(reader, ledger));
    var json =
        Json.newObject().put("ledger", ledger.code()).put("first", first).put("second", second);
    return Optional.of(withHashes(json, "path", path));
  }

  /// The answer to a request that is on the ledger. The checkpoint is of the height after the block
  /// whose result the outcome is.
  public static ObjectNode written(Outcome.Written written, Checkpoint checkpoint) {
    var json =
        Json.newObject()
            .put("ledger", written.ledger().code())
            .put("seqNo", written.seqNo())
            .put("height", written.height())
            .put("time", written.time().toString())
            .put("alreadyThere", written.alreadyThere());
    json.set("result", written.result());
    return withHashes(json, "auditPath", written.auditPath())
        .set("checkpoint", checkpoint.toJson());
  }

  private static ObjectNode withHashes(ObjectNode json, String member, List<Bytes> all) {
    var array = json.putArray(member);
    all.forEach(bytes -> array.add(bytes.toBase64Url()));
    return json;
  }
}
