package dev.hansa.ledgerpool.domain;

import dev.hansa.ledgerprotocol.BlockResult;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.consensus.Validators;
import java.util.List;

/// The ledger as an engine sees it: the methods of ABCI 2.0 that ours need. Blocks come one after
/// another from one thread; [#check] may come from any. Reads (ABCI's `Query`) do not pass through
/// the engine: [LedgerReads].
public interface LedgerApplication {
  /// The last committed checkpoint; an engine that knows more blocks gives those again (`Info`).
  Checkpoint info();

  /// Who takes part in consensus after the last committed block.
  Validators validators();

  /// Whether a request is worth a place in the order; a weak filter (`CheckTx`) that lets through
  /// everything the rules might take.
  Check check(IndyRequest request);

  /// What the filter says.
  sealed interface Check {
    record Worthy() implements Check {}

    /// The rules would refuse it as the ledger is.
    record Refused(String rule, String detail) implements Check {}
  }

  /// How many of the requests, from the first on, make up the next block (`PrepareProposal`).
  int prepare(List<IndyRequest> waiting);

  /// Whether a block may be executed: the next height, a time that does not go back, no more than a
  /// block may hold (`ProcessProposal`).
  boolean process(Block block);

  /// Executes the block. Writes nothing, and may be called again for the same block
  /// (`FinalizeBlock`). Throws [dev.hansa.ledgerprotocol.rules.RulesVersionMissing] where the block
  /// counts by rules that this program lacks: the node halts with its sentence.
  BlockResult finalise(Block block);

  /// Puts a finalised block on the disk, with what the engine says in proof of it (`Commit`).
  void commit(Block block, BlockResult result, Checkpoint checkpoint);

  /// Puts a newer signature over the same ledger on the disk.
  void renew(Checkpoint checkpoint);
}
