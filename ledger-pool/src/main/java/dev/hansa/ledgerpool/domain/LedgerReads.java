package dev.hansa.ledgerpool.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Invariant;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.LedgerAnswers;
import dev.hansa.ledgerprotocol.MerkleLog;
import dev.hansa.ledgerprotocol.SubLedger;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads with proof. All of an answer is of one committed ledger, that of its checkpoint, whatever
/// is written meanwhile. A reader who meets damage halts the node; nothing damaged is served.
public final class LedgerReads {
  private final Genesis genesis;
  private final LedgerStore store;
  private final Engine engine;

  public LedgerReads(Genesis genesis, LedgerStore store, Engine engine) {
    this.genesis = genesis;
    this.store = store;
    this.engine = engine;
  }

  public Genesis genesis() {
    return genesis;
  }

  public Checkpoint checkpoint() {
    return guarded(engine::checkpoint);
  }

  /// The ledger of [#checkpoint], as this node alone signed it: what it holds itself.
  public Checkpoint own() {
    return guarded(() -> {
      var newest = engine.checkpoint();
      return newest.seal() instanceof Checkpoint.NodeSeal
          ? newest
          : store.block(newest.height()).map(CommittedBlock::checkpoint).orElseGet(this::last);
    });
  }

  // What was committed last, where that block itself is not kept.
  private Checkpoint last() {
    return store.checkpoint().orElseThrow();
  }

  public ObjectNode state(SubLedger ledger, Bytes key) {
    return guarded(() -> LedgerAnswers.state(store, engine.checkpoint(), ledger, key));
  }

  public ObjectNode list(SubLedger ledger, Bytes prefix) {
    return guarded(() -> LedgerAnswers.list(store, engine.checkpoint(), ledger, prefix));
  }

  /// Nothing if the ledger is not that long.
  public Optional<ObjectNode> transaction(SubLedger ledger, long seqNo) {
    return guarded(() -> {
      var checkpoint = engine.checkpoint();
      if (seqNo < 1 || seqNo > checkpoint.roots(ledger).size()) {
        return Optional.empty();
      }
      requireInLog(ledger, seqNo);
      return LedgerAnswers.transaction(store, checkpoint, ledger, seqNo);
    });
  }

  // A proof that its reader would not believe is a damaged store, and is better found here.
  private void requireInLog(SubLedger ledger, long seqNo) {
    var leaf = store.transaction(ledger, seqNo).map(bytes -> MerkleLog.leafHash(bytes.toArray()));
    if (leaf.isEmpty() || !leaf.equals(store.logNode(ledger, 0, seqNo - 1))) {
      throw new StoreDamaged("a transaction is not the one in its log");
    }
  }

  /// Nothing if the ledger is not that long. Throws [dev.hansa.identity.MalformedInput] unless 1 <=
  /// first <= second.
  public Optional<ObjectNode> consistency(SubLedger ledger, long first, long second) {
    return guarded(
        () -> LedgerAnswers.consistency(store, engine.checkpoint(), ledger, first, second));
  }

  /// Nothing if the ledger is not that high. Throws [BeforeSnapshot] for a block that this node
  /// never had.
  public Optional<CommittedBlock> block(long height) {
    return guarded(() -> {
      if (height > engine.checkpoint().height()) {
        return Optional.empty();
      }
      var base = store.base().filter(begins -> height > 0 && height <= begins.height());
      if (base.isPresent()) {
        throw new BeforeSnapshot(base.orElseThrow().height());
      }
      var block = store.block(height);
      if (block.isEmpty()) {
        throw new StoreDamaged("a block is missing");
      }
      return block;
    });
  }

  private <T> T guarded(Supplier<T> read) {
    var halted = engine.halted();
    if (halted.isPresent()) {
      throw new NodeHalted(halted.orElseThrow());
    }
    try {
      return read.get();
    } catch (StoreDamaged e) {
      throw halt(String.valueOf(e.getMessage()), e);
    } catch (Invariant.Broken | NoSuchElementException e) {
      throw halt("a log or a state does not hold together", e);
    }
  }

  private NodeHalted halt(String damage, Throwable cause) {
    engine.halt("the store is damaged: " + damage);
    return new NodeHalted(engine.halted().orElseThrow(), cause);
  }
}
