package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Base58;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerprotocol.rules.Applied;
import dev.hansa.ledgerprotocol.rules.AuthRules;
import dev.hansa.ledgerprotocol.rules.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The block of height 0. Its transactions need no signature: whoever trusts the genesis trusts
/// them.
final class GenesisBlock {
  private final Genesis genesis;
  private final WorkingState state;
  private final List<LedgerRoots> roots = new ArrayList<>();
  private final List<BlockWrites.LogNode> logNodes = new ArrayList<>();
  private final List<BlockWrites.Transaction> transactions = new ArrayList<>();

  GenesisBlock(Genesis genesis, LedgerReader empty, TrieNodes nodes) {
    this.genesis = genesis;
    this.state = new WorkingState(empty.head(), nodes);
  }

  BlockResult execute() {
    genesis.domain().forEach(this::nym);
    genesis.pool().forEach(this::node);
    genesis.config().forEach(this::authRules);
    put(SubLedger.CONFIG, Bytes.utf8("network"), Bytes.utf8(genesis.network()));
    put(
        SubLedger.CONFIG,
        Bytes.utf8("rulesVersion"),
        Bytes.utf8(Long.toString(Genesis.RULES_VERSION)));
    var trieNodes = state.commit();
    log(SubLedger.POOL, genesis.pool());
    log(SubLedger.DOMAIN, genesis.domain());
    log(SubLedger.CONFIG, genesis.config());
    log(SubLedger.MARKET, List.of());
    return new BlockResult(
        List.of(),
        new BlockWrites(
            new LedgerHead(0, genesis.time(), roots), trieNodes, logNodes, transactions, List.of()),
        Optional.empty());
  }

  private void log(SubLedger ledger, List<ObjectNode> lines) {
    var tree = new MerkleTree();
    for (var line : lines) {
      var leaf = Leaves.encode(line);
      long seqNo = tree.append(MerkleLog.leafHash(leaf.toArray())) + 1;
      if (Json.integer(Json.object(line, "txnMetadata"), "seqNo", 1, Genesis.TRANSACTIONS_MAX)
          != seqNo) {
        throw new MalformedInput("the lines of a genesis are numbered from 1, without a gap");
      }
      transactions.add(new BlockWrites.Transaction(ledger, seqNo, leaf));
    }
    for (var node : tree.newNodes()) {
      logNodes.add(new BlockWrites.LogNode(ledger, node.level(), node.index(), node.hash()));
    }
    roots.add(new LedgerRoots(ledger, tree.size(), tree.root(), state.root(ledger)));
  }

  private void put(SubLedger ledger, Bytes key, Bytes value) {
    state.put(new Applied.Change(ledger, key, value));
  }

  private void nym(ObjectNode line) {
    requireType(line, "1");
    var data = Json.object(Json.object(line, "txn"), "data");
    var dest = ShortDid.require(Json.text(data, "dest", ShortDid.LENGTH_MAX));
    var verkey = Json.text(data, "verkey", ShortDid.LENGTH_MAX + 1);
    if (Base58.decode(dest).length != 16 || state.nym(dest).isPresent()) {
      throw new MalformedInput("a DID stands once in a genesis, base58 of 16 bytes");
    }
    var _ = Nym.parseVerkey(dest, verkey);
    long seqNo =
        Json.integer(Json.object(line, "txnMetadata"), "seqNo", 1, Genesis.TRANSACTIONS_MAX);
    var nym =
        new Nym(
            dest,
            Optional.empty(),
            Optional.ofNullable(data.path("role").textValue()).map(Role::of),
            Optional.of(verkey),
            Optional.empty(),
            Optional.empty(),
            seqNo,
            genesis.time().getEpochSecond());
    put(SubLedger.DOMAIN, Nym.key(dest), nym.stateValue());
    put(SubLedger.DOMAIN, nym.versionKey(), nym.stateValue());
    state.forget(dest);
  }

  private void node(ObjectNode line) {
    requireType(line, "0");
    var txn = Json.object(line, "txn");
    var data = Json.object(txn, "data");
    var value = Json.object(data, "data").deepCopy();
    value.put("identifier", Json.text(Json.object(txn, "metadata"), "from", ShortDid.LENGTH_MAX));
    put(
        SubLedger.POOL,
        Bytes.utf8(Json.text(data, "dest", ShortDid.LENGTH_MAX)),
        StateJson.write(value));
  }

  private void authRules(ObjectNode line) {
    requireType(line, "122");
    for (var rule : Json.array(Json.object(Json.object(line, "txn"), "data"), "rules", 1000)) {
      var constraint = Constraint.parse(Json.object(rule, "constraint"));
      put(
          SubLedger.CONFIG,
          Keys.authRule(AuthRules.id(rule)),
          StateJson.write(constraint.toJson()));
    }
  }

  private static void requireType(ObjectNode line, String type) {
    if (!Json.text(Json.object(line, "txn"), "type", 16).equals(type)) {
      throw new MalformedInput(
          "a genesis has NODE lines for the pool, NYM for the domain, AUTH_RULES for config");
    }
  }
}
