package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.hansa.identity.Base58;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Json;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.ledgerprotocol.rules.DefaultRules;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Builds the genesis of a new network. The config ledger begins with Hansa's default rules.
public final class GenesisBuilder {
  private final String network;
  private final ObjectNode json = Json.newObject();
  private final ArrayNode pool = Json.newArray();
  private final ArrayNode domain = Json.newArray();

  public GenesisBuilder(String network, Instant time) {
    this.network = network;
    json.put("network", network);
    json.put("time", time.truncatedTo(ChronoUnit.SECONDS).toString());
    json.put("rulesVersion", Genesis.RULES_VERSION);
  }

  /// Adds a trustee; its DID is the hash of its key.
  @CanIgnoreReturnValue
  public GenesisBuilder trustee(Ed25519Key verkey) {
    return nym(verkey, Role.TRUSTEE);
  }

  /// Adds a steward; its DID is the hash of its key.
  @CanIgnoreReturnValue
  public GenesisBuilder steward(Ed25519Key verkey) {
    return nym(verkey, Role.STEWARD);
  }

  private GenesisBuilder nym(Ed25519Key verkey, Role role) {
    var data =
        Json.newObject()
            .put("dest", ShortDid.of(DidIndy.of(network, verkey)))
            .put("role", role.code())
            .put("verkey", Base58.encode(verkey.value().toArray()));
    domain.add(transaction("1", data, Json.newObject(), domain.size() + 1));
    return this;
  }

  /// Adds a node. The first is the sequencer.
  @CanIgnoreReturnValue
  public GenesisBuilder node(
      String alias, Ed25519Key nodeKey, Did steward, String host, int nodePort, int clientPort) {
    var data = Json.newObject().put("dest", Base58.encode(nodeKey.value().toArray()));
    data.putObject("data")
        .put("alias", alias)
        .put("client_ip", host)
        .put("client_port", clientPort)
        .put("node_ip", host)
        .put("node_port", nodePort)
        .putArray("services")
        .add("VALIDATOR");
    var metadata = Json.newObject().put("from", ShortDid.of(steward));
    pool.add(transaction("0", data, metadata, pool.size() + 1));
    return this;
  }

  /// Adds a node of a pool. `p2p` is the identifier of the node's transport key, 40 hexadecimal
  /// digits, by which its peers know it.
  @CanIgnoreReturnValue
  public GenesisBuilder node(
      String alias,
      Ed25519Key nodeKey,
      Did steward,
      String host,
      int nodePort,
      int clientPort,
      String p2p) {
    node(alias, nodeKey, steward, host, nodePort, clientPort);
    ((ObjectNode) pool.get(pool.size() - 1).at("/txn/data/data")).put("p2p", p2p);
    return this;
  }

  /// Builds the genesis of a pool: its validators are the nodes that were added, at least four.
  public Genesis buildPool() {
    fill();
    json.put("chainId", Genesis.chainIdOf(network, json));
    return Genesis.of(json);
  }

  public Genesis build() {
    fill();
    return Genesis.of(json);
  }

  private void fill() {
    json.set("pool", pool);
    json.set("domain", domain);
    var data = Json.newObject();
    data.set("rules", DefaultRules.asAuthRules());
    json.putArray("config").add(transaction("122", data, Json.newObject(), 1));
  }

  private static ObjectNode transaction(
      String type, ObjectNode data, ObjectNode metadata, int seqNo) {
    var transaction = Json.newObject();
    transaction.putObject("reqSignature");
    var txn = transaction.putObject("txn");
    txn.set("data", data);
    txn.set("metadata", metadata);
    txn.put("type", type);
    transaction.putObject("txnMetadata").put("seqNo", seqNo);
    return transaction.put("ver", "1");
  }
}
