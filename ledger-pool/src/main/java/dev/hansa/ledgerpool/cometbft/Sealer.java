package dev.hansa.ledgerpool.cometbft;

import dev.hansa.identity.Bytes;
import dev.hansa.ledgerpool.cometbft.EngineRpc.EngineSilent;
import dev.hansa.ledgerpool.domain.SnapshotBase;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.LedgerHead;
import dev.hansa.ledgerprotocol.consensus.PoolSeal;
import dev.hansa.ledgerprotocol.consensus.PoolSeal.Step;
import dev.hansa.ledgerprotocol.consensus.SignedHeader;
import dev.hansa.ledgerprotocol.consensus.Validators;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Makes the pool's proofs: the app hash after a block stands in the next header, which more than
/// two thirds sign. Whoever asks may be told that it is not there yet ([EngineSilent]).
final class Sealer {
  private final Genesis genesis;
  private final EngineRpc rpc;
  private final TreeMap<Long, Validators> changes = new TreeMap<>();
  private final TreeMap<Long, Step> steps = new TreeMap<>();

  /// `changes` are the validators after each block that changed them.
  Sealer(Genesis genesis, EngineRpc rpc, List<Change> changes) {
    this.genesis = genesis;
    this.rpc = rpc;
    changes.forEach(this::changed);
  }

  /// The ledger begins with a snapshot: the engine has no headers from before.
  synchronized void begins(SnapshotBase base) {
    for (var step : base.trail()) {
      long named = step.signed().header().height();
      var _ = changes.put(named - 1, step.next());
      var _ = steps.put(named, step);
    }
  }

  synchronized void changed(Change change) {
    var _ = changes.put(change.height(), change.validators());
  }

  /// The header of the height, with the votes for it.
  SignedHeader header(long height) throws EngineSilent {
    return rpc.commit(height);
  }

  /// Vouches for a ledger by the header after it. The caller saw that the header names its app
  /// hash.
  Checkpoint seal(LedgerHead head, SignedHeader signed) throws EngineSilent {
    long height = signed.header().height();
    return Checkpoint.sealed(
        genesis.network(), head, new PoolSeal(signed, validatorsAt(height), trail(height)));
  }

  /// True if this header is the one to vouch for a ledger with this app hash.
  static boolean names(SignedHeader signed, Bytes appHash) {
    return signed.header().appHash().equals(appHash);
  }

  /// Who signs the header of a height.
  synchronized Validators validatorsAt(long height) {
    var entry = changes.floorEntry(height - 2);
    return entry == null ? genesis.validators() : entry.getValue();
  }

  // The header that names the next validators is the one after the block that changed them.
  private synchronized List<Step> trail(long height) throws EngineSilent {
    var trail = new ArrayList<Step>();
    for (var change : changes.headMap(height - 2, true).entrySet()) {
      long named = change.getKey() + 1;
      var step = steps.get(named);
      if (step == null) {
        step = new Step(rpc.commit(named), change.getValue());
        var _ = steps.put(named, step);
      }
      trail.add(step);
    }
    return trail;
  }
}
