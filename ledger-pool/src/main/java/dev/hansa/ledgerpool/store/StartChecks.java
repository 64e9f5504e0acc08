package dev.hansa.ledgerpool.store;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.VerificationKey;
import dev.hansa.ledgerpool.domain.CommittedBlock;
import dev.hansa.ledgerpool.domain.SnapshotBase;
import dev.hansa.ledgerpool.domain.StoreDamaged;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.LedgerRoots;
import dev.hansa.ledgerprotocol.MerkleLog;
import dev.hansa.ledgerprotocol.SubLedger;
import dev.hansa.ledgerprotocol.Trie;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.jcajce.provider.digest.SHA3;

/// What must be true of a store before anything is served from it: that head, blocks, logs, states
/// and the checkpoint's own file tell the same story. Each check that fails says which one.
final class StartChecks {
  private final Genesis genesis;
  private final VerificationKey signer;
  private final RocksLedgerStore store;

  /// `signer` is whose signatures the store's checkpoints carry.
  StartChecks(Genesis genesis, VerificationKey signer, RocksLedgerStore store) {
    this.genesis = genesis;
    this.signer = signer;
    this.store = store;
  }

  /// Checks the store against the checkpoint's file. The head and the file may differ by the one
  /// block that was on its way when the process ended; nobody was told of it.
  void requireAgreement(Checkpoint head, Checkpoint file) {
    requireSigned(head, "the store's head");
    requireSigned(file, "checkpoint.json");
    long ahead = head.height() - file.height();
    require(
        ahead >= 0,
        "the store ends at height "
            + head.height()
            + ", but blocks up to height "
            + file.height()
            + " were acknowledged");
    require(
        ahead <= 1,
        "the store is at height "
            + head.height()
            + ", but checkpoint.json at height "
            + file.height());
    requireSame(checkpointAt(file.height()), file, "checkpoint.json");
    requireHead(head);
  }

  // At the height of the snapshot that the store begins with there is no block.
  private Checkpoint checkpointAt(long height) {
    return store
        .base()
        .filter(base -> base.height() == height)
        .map(SnapshotBase::checkpoint)
        .orElseGet(() -> block(height).checkpoint());
  }

  /// Checks the store in itself.
  void requireHead(Checkpoint head) {
    requireSame(checkpointAt(head.height()), head, "the store's head");
    long base = store.base().map(SnapshotBase::height).orElse(0L);
    require(head.height() >= base, "the store ends before the snapshot that it begins with");
    if (head.height() > base) {
      requireLast(block(head.height()));
    }
    require(store.block(head.height() + 1).isEmpty(), "there is a block beyond the store's head");
    head.ledgers().forEach(this::requireLedger);
  }

  private void requireLast(CommittedBlock last) {
    require(
        checkpointAt(last.height() - 1).appHash().equals(last.previousAppHash()),
        "the last block does not follow the one before it");
    last.requests().forEach(request -> requireSeen(request, last));
  }

  private void requireSigned(Checkpoint checkpoint, String what) {
    require(
        checkpoint.network().equals(genesis.network()) && checkpoint.isSignedBy(signer),
        what
            + (genesis.isPool()
                ? " is not signed by this node's key"
                : " is not signed by the key that the genesis names"));
  }

  private static void requireSame(Checkpoint block, Checkpoint other, String what) {
    require(
        block.head().equals(other.head()) && block.network().equals(other.network()),
        what + " and the block at its height differ");
  }

  private CommittedBlock block(long height) {
    return store
        .block(height)
        .orElseThrow(() -> new StoreDamaged("the block at height " + height + " is missing"));
  }

  private void requireLedger(LedgerRoots roots) {
    var ledger = roots.ledger();
    var name = ledger.name().toLowerCase(Locale.ROOT);
    var root = MerkleLog.root(roots.size(), (level, index) -> logNode(ledger, level, index));
    require(root.equals(roots.logRoot()), "the " + name + " ledger's log has another root");
    if (roots.size() > 0) {
      var leaf =
          store
              .transaction(ledger, roots.size())
              .orElseThrow(
                  () -> new StoreDamaged("the " + name + " ledger's last transaction is missing"));
      require(
          MerkleLog.leafHash(leaf.toArray()).equals(logNode(ledger, 0, roots.size() - 1)),
          "the " + name + " ledger's last transaction is not the one in its log");
    }
    require(
        store.transaction(ledger, roots.size() + 1).isEmpty()
            && store.logNode(ledger, 0, roots.size()).isEmpty(),
        "the " + name + " ledger goes on beyond its end");
    if (!roots.stateRoot().equals(Trie.EMPTY_ROOT)) {
      require(
          store
              .trieNode(roots.stateRoot())
              .map(StartChecks::sha3)
              .equals(Optional.of(roots.stateRoot())),
          "the root of the " + name + " ledger's state has another hash");
    }
  }

  private Bytes logNode(SubLedger ledger, int level, long index) {
    return store
        .logNode(ledger, level, index)
        .orElseThrow(() -> new StoreDamaged("a hash of a log is missing"));
  }

  private void requireSeen(IndyRequest request, CommittedBlock block) {
    var seen = store.seen(Bytes.fromHex(request.payloadDigest()));
    require(
        seen.isPresent()
            && seen.orElseThrow().height() == block.height()
            && seen.orElseThrow().digest().toHex().equals(request.digest()),
        "a request of the last block is not among those that were written");
  }

  private static Bytes sha3(Bytes node) {
    return Bytes.copyOf(new SHA3.Digest256().digest(node.toArray()));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new StoreDamaged(otherwise);
    }
  }
}
