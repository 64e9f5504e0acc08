package dev.hansa.ledgerpool.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Members;
import dev.hansa.ledgerprotocol.consensus.PoolSeal;
import dev.hansa.ledgerprotocol.consensus.PoolSeal.Step;
import java.util.List;

/// Where the history of a node begins that joined by a snapshot: the ledger at the snapshot's
/// height, signed by the node, and how the pool's validators changed until then, as the pool's own
/// seal of a later header shows it.
public record SnapshotBase(Checkpoint checkpoint, PoolSeal seal) {
  /// No base is longer as JSON: the longest trail has 256 steps of at most 25 validators.
  public static final int JSON_LENGTH_MAX = 8 << 20;

  public long height() {
    return checkpoint.height();
  }

  /// The changes of the validators up to the base: each by the header after the block that made it.
  public List<Step> trail() {
    return seal.trail().stream()
        .filter(step -> step.signed().header().height() - 1 <= height())
        .toList();
  }

  public ObjectNode toJson() {
    var json = Json.newObject();
    json.set("checkpoint", checkpoint.toJson());
    json.set("pool", seal.toJson());
    return json;
  }

  public static SnapshotBase parse(ObjectNode json) {
    Members.requireOnly(json, "checkpoint", "pool");
    return new SnapshotBase(
        Checkpoint.parse(Json.object(json, "checkpoint")),
        PoolSeal.parse(Json.object(json, "pool")));
  }
}
