package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/// Checks answers of nodes offline: with the genesis alone, at any time. What is fresh is
/// [LedgerClient]'s business. Each check throws [Unproved] with the reason.
public final class Proofs {
  /// A node of the trie is at most a long value and its path.
  private static final int NODE_TEXT_MAX = 262_144;

  private Proofs() {}

  public record ProvedState(
      SubLedger ledger, Bytes key, Optional<Bytes> value, Checkpoint checkpoint) {}

  public record ProvedList(
      SubLedger ledger, Bytes prefix, SortedMap<Bytes, Bytes> entries, Checkpoint checkpoint) {}

  public record ProvedTransaction(
      SubLedger ledger, long seqNo, ObjectNode transaction, Checkpoint checkpoint) {}

  /// Checks an answer to "what stands under this key".
  public static ProvedState verifyState(ObjectNode answer, Genesis genesis) {
    return verifyState(answer, Trust.of(genesis));
  }

  /// The same, from where this trust stands.
  public static ProvedState verifyState(ObjectNode answer, Trust trust) {
    var checkpoint = verifyCheckpointOf(answer, trust);
    var ledger = wellFormed(() -> ledger(answer));
    var key = wellFormed(() -> Bytes.fromBase64Url(Json.text(answer, "key", NODE_TEXT_MAX)));
    var said =
        wellFormed(() ->
            answer.path("value").isNull()
                ? Optional.<Bytes>empty()
                : Optional.of(Bytes.fromBase64Url(Json.text(answer, "value", NODE_TEXT_MAX))));
    var proved =
        prove(
            Unproved.Reason.STATE_NOT_PROVED,
            () ->
                new StateProof(bytes(answer, "nodes", StateProof.NODES_MAX))
                    .verify(checkpoint.roots(ledger).stateRoot(), key));
    if (!said.equals(proved)) {
      throw new Unproved(Unproved.Reason.VALUE_NOT_PROVED);
    }
    return new ProvedState(ledger, key, proved, checkpoint);
  }

  /// Checks an answer to "what stands under this prefix, all of it".
  public static ProvedList verifyList(ObjectNode answer, Genesis genesis) {
    return verifyList(answer, Trust.of(genesis));
  }

  /// The same, from where this trust stands.
  public static ProvedList verifyList(ObjectNode answer, Trust trust) {
    var checkpoint = verifyCheckpointOf(answer, trust);
    var ledger = wellFormed(() -> ledger(answer));
    var prefix = wellFormed(() -> Bytes.fromBase64Url(Json.text(answer, "prefix", NODE_TEXT_MAX)));
    var entries =
        prove(
            Unproved.Reason.LIST_NOT_PROVED,
            () ->
                new ListProof(bytes(answer, "nodes", ListProof.NODES_MAX))
                    .verify(checkpoint.roots(ledger).stateRoot(), prefix));
    return new ProvedList(ledger, prefix, entries, checkpoint);
  }

  /// Checks an answer to "what is the transaction of this number".
  public static ProvedTransaction verifyTransaction(ObjectNode answer, Genesis genesis) {
    return verifyTransaction(answer, Trust.of(genesis));
  }

  /// The same, from where this trust stands.
  public static ProvedTransaction verifyTransaction(ObjectNode answer, Trust trust) {
    return verifyTransaction(answer, "transaction", trust);
  }

  static ProvedTransaction verifyTransaction(ObjectNode answer, String member, Trust trust) {
    var checkpoint = verifyCheckpointOf(answer, trust);
    var ledger = wellFormed(() -> ledger(answer));
    long seqNo = wellFormed(() -> Json.integer(answer, "seqNo", 1, Json.INTEGER_MAX));
    var transaction = wellFormed(() -> Json.object(answer, member));
    var leaf = wellFormed(() -> Leaves.encode(transaction));
    var roots = checkpoint.roots(ledger);
    var path = wellFormed(() -> bytes(answer, "auditPath", InclusionProof.PATH_MAX));
    boolean proved =
        new InclusionProof(seqNo - 1, roots.size(), path)
            .verify(MerkleLog.leafHash(leaf.toArray()), roots.logRoot());
    if (!proved) {
      throw new Unproved(Unproved.Reason.TRANSACTION_NOT_PROVED);
    }
    return new ProvedTransaction(ledger, seqNo, transaction, checkpoint);
  }

  /// Checks an answer to "does the newer log begin with the older one". The roots are of the same
  /// ledger, the older one is not empty and not longer, and whoever asks believes their
  /// checkpoints.
  public static void verifyConsistency(ObjectNode answer, LedgerRoots older, LedgerRoots newer) {
    var proof =
        wellFormed(() -> {
          Members.requireOnly(answer, "ledger", "first", "second", "path");
          return new ConsistencyProof(
              ledger(answer),
              Json.integer(answer, "first", 1, Json.INTEGER_MAX),
              Json.integer(answer, "second", 1, Json.INTEGER_MAX),
              bytes(answer, "path", ConsistencyProof.PATH_MAX));
        });
    if (proof.ledger() != older.ledger()
        || proof.ledger() != newer.ledger()
        || proof.first() != older.size()
        || proof.second() != newer.size()) {
      throw new Unproved(Unproved.Reason.OTHER_QUESTION);
    }
    if (!proof.verify(older.logRoot(), newer.logRoot())) {
      throw new Unproved(Unproved.Reason.REWRITTEN);
    }
  }

  /// Checks a checkpoint: of this network, and vouched for as its genesis says.
  public static Checkpoint verifyCheckpoint(ObjectNode checkpoint, Genesis genesis) {
    return verifyCheckpoint(checkpoint, Trust.of(genesis));
  }

  /// The same, from where this trust stands.
  public static Checkpoint verifyCheckpoint(ObjectNode checkpoint, Trust trust) {
    var read = wellFormed(() -> Checkpoint.parse(checkpoint));
    trust.require(read);
    return read;
  }

  private static Checkpoint verifyCheckpointOf(ObjectNode answer, Trust trust) {
    return verifyCheckpoint(wellFormed(() -> Json.object(answer, "checkpoint")), trust);
  }

  private static SubLedger ledger(ObjectNode answer) {
    return SubLedger.of(Json.integer(answer, "ledger", 0, Integer.MAX_VALUE));
  }

  private static List<Bytes> bytes(ObjectNode answer, String member, int sizeMax) {
    var read = new ArrayList<Bytes>();
    for (var item : Json.array(answer, member, sizeMax)) {
      if (!item.isTextual()) {
        throw new MalformedInput("a list of bytes has texts in base64url");
      }
      read.add(Bytes.fromBase64Url(item.textValue()));
    }
    return read;
  }

  static <T> T wellFormed(Supplier<T> read) {
    return prove(Unproved.Reason.MALFORMED_ANSWER, read);
  }

  private static <T> T prove(Unproved.Reason otherwise, Supplier<T> check) {
    try {
      return check.get();
    } catch (MalformedInput e) {
      throw new Unproved(otherwise);
    }
  }
}
