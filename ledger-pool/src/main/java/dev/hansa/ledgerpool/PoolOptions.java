package dev.hansa.ledgerpool;

import dev.hansa.identity.VerificationKey;
import dev.hansa.ledgerpool.cometbft.AbciHandler;
import dev.hansa.ledgerpool.cometbft.EngineSettings;
import dev.hansa.ledgerpool.cometbft.EngineSettings.Patience;
import dev.hansa.ledgerpool.domain.CannotServe;
import dev.hansa.ledgerprotocol.NodeEntry;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/// What an operator says of a pool's node: the engine's program, the files of its two keys, and how
/// patient it is. `peerAddress` (`host:port`) is where an observer listens for peers; a node that
/// the ledger names listens where the ledger says. `engineAddress` is where the engine listens for
/// its node, on this machine. `snapshots` is what it does with snapshots.
public record PoolOptions(
    Path program,
    Path nodeKey,
    Path transportKey,
    Optional<String> peerAddress,
    Optional<String> engineAddress,
    Patience patience,
    Snapshotting snapshots,
    AbciHandler.Layer layer) {
  private static final String PEER_ADDRESS = "127.0.0.1:26656";

  /// Whether the node begins with a snapshot of another, if it has nothing yet, and how many blocks
  /// lie between those that it keeps for others; 0 if it keeps none.
  public record Snapshotting(boolean join, long every) {
    public static final Snapshotting NONE = new Snapshotting(false, 0);
  }

  EngineSettings settings(Path data, PoolView view, VerificationKey key) {
    var own = view.node(key);
    var listens =
        own.map(node -> node.host() + ":" + node.port()).or(() -> peerAddress).orElse(PEER_ADDRESS);
    var peers =
        view.nodes().stream()
            .filter(node -> !node.key().equals(key) && node.p2p().isPresent())
            .map(node -> node.p2p().orElseThrow() + "@" + node.host() + ":" + node.port())
            .collect(Collectors.toList());
    return new EngineSettings(
        program,
        data.toAbsolutePath().resolve("engine"),
        nodeKey,
        transportKey,
        listens,
        engineAddress.orElseGet(() -> besides(listens, own)),
        peers,
        patience,
        layer);
  }

  // One port further, on the same address if it is of this machine alone.
  private static String besides(String listens, Optional<NodeEntry> own) {
    int colon = listens.lastIndexOf(':');
    if (colon < 1) {
      throw new CannotServe("A peer address (hansa.peer-address) is host:port.");
    }
    var host = own.map(NodeEntry::host).orElse(listens.substring(0, colon));
    int port = Integer.parseInt(listens.substring(colon + 1)) + 1;
    return (host.startsWith("127.") ? host : "127.0.0.1") + ":" + port;
  }
}
