package dev.hansa.ledgerpool;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.VerificationKey;
import dev.hansa.ledgerpool.cometbft.Change;
import dev.hansa.ledgerpool.domain.LedgerStore;
import dev.hansa.ledgerpool.domain.StoreDamaged;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.Leaves;
import dev.hansa.ledgerprotocol.LedgerRoots;
import dev.hansa.ledgerprotocol.NodeEntry;
import dev.hansa.ledgerprotocol.SubLedger;
import dev.hansa.ledgerprotocol.consensus.Validators;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a node's own ledger says of the pool: its nodes now, and when its validators changed.
public final class PoolView {
  private static final Logger LOG = LoggerFactory.getLogger("ledger-pool");

  private final Genesis genesis;
  private final LedgerStore store;

  PoolView(Genesis genesis, LedgerStore store) {
    this.genesis = genesis;
    this.store = store;
  }

  public List<NodeEntry> nodes() {
    return NodeEntry.all(store, roots(store.checkpoint().orElseThrow().ledgers()).stateRoot());
  }

  public Optional<NodeEntry> node(VerificationKey key) {
    return nodes().stream().filter(node -> node.key().equals(key)).findFirst();
  }

  /// Where clients reach the other nodes.
  List<URI> others(VerificationKey key) {
    var others = new ArrayList<URI>();
    for (var node : nodes()) {
      if (!node.key().equals(key)) {
        var host = node.clientHost();
        try {
          others.add(
              URI.create(
                  "http://"
                      + (host.indexOf(':') < 0 ? host : "[" + host + "]")
                      + ":"
                      + node.clientPort()));
        } catch (IllegalArgumentException e) {
          LOG.debug("the ledger's address of a node is none that a URL can have", e);
        }
      }
    }
    return others;
  }

  private static LedgerRoots roots(List<LedgerRoots> ledgers) {
    return ledgers.stream()
        .filter(roots -> roots.ledger() == SubLedger.POOL)
        .findFirst()
        .orElseThrow();
  }

  /// The validators after each block that wrote to the pool's ledger, from the snapshot on that the
  /// node joined by.
  List<Change> changes() {
    var heights = new TreeSet<Long>();
    long size = roots(store.checkpoint().orElseThrow().ledgers()).size();
    long before =
        store
            .base()
            .map(base -> roots(base.checkpoint().ledgers()).size())
            .orElse((long) genesis.pool().size());
    for (long seqNo = before + 1; seqNo <= size; seqNo++) {
      var leaf = store.transaction(SubLedger.POOL, seqNo);
      var digest =
          leaf.map(bytes -> Leaves.decode(bytes).at("/txn/metadata/payloadDigest").asText())
              .orElseThrow(() -> new StoreDamaged("a transaction of the pool is missing"));
      heights.add(
          store
              .seen(Bytes.fromHex(digest))
              .orElseThrow(() -> new StoreDamaged("a transaction of the pool has no place"))
              .height());
    }
    var changes = new ArrayList<Change>();
    for (long height : heights) {
      var block = store.block(height).orElseThrow(() -> new StoreDamaged("a block is missing"));
      var keys =
          NodeEntry.all(store, roots(block.checkpoint().ledgers()).stateRoot()).stream()
              .filter(NodeEntry::isValidator)
              .map(NodeEntry::key)
              .toList();
      changes.add(new Change(height, Validators.of(keys)));
    }
    return changes;
  }
}
