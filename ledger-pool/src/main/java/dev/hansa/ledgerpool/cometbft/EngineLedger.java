package dev.hansa.ledgerpool.cometbft;

import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.ledgerpool.domain.CannotServe;
import dev.hansa.ledgerpool.domain.LedgerStore;
import dev.hansa.ledgerpool.domain.Restoration;
import dev.hansa.ledgerpool.domain.SnapshotBase;
import dev.hansa.ledgerpool.domain.Snapshots;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an engine is told of the ledger beside the [dev.hansa.ledgerpool.domain.LedgerApplication]:
/// the changes of the validators that it knows so far (without those from before `base`), the
/// snapshot that it begins with, the snapshots that the node keeps for others, and, where it is to
/// begin with one, how.
public record EngineLedger(
    List<Change> changes, Optional<SnapshotBase> base, Snapshots kept, Optional<Joining> joining) {
  private static final Logger LOG = LoggerFactory.getLogger("engine");

  public EngineLedger {
    changes = List.copyOf(changes);
  }

  /// A ledger that begins with the genesis, and keeps no snapshots.
  public static EngineLedger whole(List<Change> changes) {
    return new EngineLedger(changes, Optional.empty(), Snapshots.none(), Optional.empty());
  }

  /// The ledger that a snapshot may replace, where it is gathered, and who is asked what to
  /// believe.
  public record Joining(LedgerStore store, Restoration.Place place, JoinTrust trust) {
    /// Where the engine begins; nothing where the ledger has its snapshot already and no node
    /// offers one now. Throws [CannotServe] where it has none and none can be had.
    Optional<JoinTrust.Anchor> anchor() {
      try {
        return Optional.of(trust.anchor());
      } catch (LedgerUnavailable e) {
        if (store.base().isPresent()) {
          // It has its snapshot, and its engine most likely, too.
          LOG.warn("no node offers a snapshot now: {}", e.getMessage());
          return Optional.empty();
        }
        throw new CannotServe(
            "This node is to begin with a snapshot, but "
                + e.getMessage()
                + ". Start it later, or have it fetch every block (hansa.join-by=blocks); a node"
                + " keeps snapshots for others with hansa.snapshot-blocks.",
            e);
      }
    }
  }
}
