package dev.hansa.ledgerpool.cometbft;

import dev.hansa.ledgerpool.domain.LedgerStore;
import dev.hansa.ledgerpool.domain.Restoration;
import dev.hansa.ledgerpool.domain.SnapshotBase;
import dev.hansa.ledgerpool.domain.Snapshots;
import java.util.List;
import java.util.Optional;

/// What an engine is told of the ledger beside the [dev.hansa.ledgerpool.domain.LedgerApplication]:
/// the changes of the validators that it knows so far (without those from before `base`), the
/// snapshot that it begins with, the snapshots that the node keeps for others, and, where it is to
/// begin with one, how.
public record EngineLedger(
    List<Change> changes, Optional<SnapshotBase> base, Snapshots kept, Optional<Joining> joining) {
  public EngineLedger {
    changes = List.copyOf(changes);
  }

  /// A ledger that begins with the genesis, and keeps no snapshots.
  public static EngineLedger whole(List<Change> changes) {
    return new EngineLedger(changes, Optional.empty(), Snapshots.none(), Optional.empty());
  }

  /// The ledger that a snapshot may replace, where it is gathered, and who is asked what to
  /// believe.
  public record Joining(LedgerStore store, Restoration.Place place, JoinTrust trust) {}
}
