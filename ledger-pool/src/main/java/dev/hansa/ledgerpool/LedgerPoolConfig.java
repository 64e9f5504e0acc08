package dev.hansa.ledgerpool;

import dev.hansa.ledgerpool.cometbft.AbciHandler;
import dev.hansa.ledgerpool.cometbft.EngineProgram;
import dev.hansa.ledgerpool.cometbft.EngineSettings.Patience;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an operator of a node can set, `hansa.…`. `network` is the network's name, to be sure that
/// the genesis is the one that is meant; it need not be named. `data` is the ledger's folder,
/// `genesis` the genesis file, `nodeKey` a private JWK (Ed25519, mode 0600; `node.jwk` in the
/// folder if it is not named), `waitingMax` how many requests may wait to be ordered.
///
/// A pool's node has more: `engine` is the consensus engine's program (else it is looked for where
/// `engine/build` puts it), `transportKey` the key by which peers know the node (`transport.jwk` in
/// the folder), `peerAddress` where a node listens for peers that the ledger does not name,
/// `engineAddress` where the engine listens for the node, `proposalWait` how long a round waits for
/// its proposal, `idle` how long nothing is written before the pool says that it lives,
/// `snapshotBlocks` how many blocks lie between the snapshots that it keeps for those who join (0:
/// it keeps none), `joinBy` whether a node that has nothing yet fetches every block (`blocks`) or
/// begins with a snapshot (`snapshot`).
@Context
@ConfigurationProperties("hansa")
public record LedgerPoolConfig(
    @Nullable String network,
    Path genesis,
    Path data,
    @Nullable Path nodeKey,
    @Bindable(defaultValue = "1024") int waitingMax,
    @Nullable Path engine,
    @Nullable Path transportKey,
    @Nullable String peerAddress,
    @Nullable String engineAddress,
    @Bindable(defaultValue = "1s") Duration proposalWait,
    @Bindable(defaultValue = "20s") Duration idle,
    @Bindable(defaultValue = "0") long snapshotBlocks,
    @Bindable(defaultValue = "blocks") String joinBy) {
  private static final int WAITING_MAX_MAX = 100_000;
  private static final long SNAPSHOT_BLOCKS_MAX = 1_000_000;
  private static final String SNAPSHOT = "snapshot";

  public LedgerPoolConfig {
    if (waitingMax < 1 || waitingMax > WAITING_MAX_MAX) {
      throw new IllegalArgumentException("hansa.waiting-max is from 1 to " + WAITING_MAX_MAX);
    }
    if (snapshotBlocks < 0 || snapshotBlocks > SNAPSHOT_BLOCKS_MAX) {
      throw new IllegalArgumentException(
          "hansa.snapshot-blocks is from 1 to " + SNAPSHOT_BLOCKS_MAX + ", or 0 for none");
    }
    if (!joinBy.equals("blocks") && !joinBy.equals(SNAPSHOT)) {
      throw new IllegalArgumentException("hansa.join-by is blocks or snapshot");
    }
  }

  Path keyFile() {
    return nodeKey == null ? data.resolve("node.jwk") : nodeKey;
  }

  PoolOptions pool(AbciHandler.Layer layer) {
    return new PoolOptions(
        engine == null ? EngineProgram.find(System.getenv()) : EngineProgram.requireProgram(engine),
        keyFile(),
        transportKey == null ? data.resolve("transport.jwk") : transportKey,
        Optional.ofNullable(peerAddress),
        Optional.ofNullable(engineAddress),
        new Patience(proposalWait, proposalWait.dividedBy(2), idle),
        new PoolOptions.Snapshotting(joinBy.equals(SNAPSHOT), snapshotBlocks),
        layer);
  }
}
