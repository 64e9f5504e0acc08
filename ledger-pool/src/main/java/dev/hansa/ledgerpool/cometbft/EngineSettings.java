package dev.hansa.ledgerpool.cometbft;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What an engine needs besides the ledger: its program, its folder, the two keys' files (private
/// JWKs; `nodeKey` signs votes, `transportKey` is how peers know the node), where it listens for
/// peers and for its node (`host:port`), its peers (`id@host:port`), how patient it is, and what
/// stands between it and the ledger.
public record EngineSettings(
    Path program,
    Path folder,
    Path nodeKey,
    Path transportKey,
    String peerAddress,
    String nodeAddress,
    List<String> peers,
    Patience patience,
    AbciHandler.Layer layer) {
  public EngineSettings {
    peers = List.copyOf(peers);
  }

  /// How long a round waits for a proposal and for votes before it goes on without. All nodes have
  /// the same. `idle` is how long nothing is written before an empty block says that the pool
  /// lives.
  public record Patience(Duration proposal, Duration votes, Duration idle) {
    /// For machines that do not swap and lines below 100 ms.
    public static final Patience USUAL =
        new Patience(Duration.ofMillis(1000), Duration.ofMillis(500), Duration.ofSeconds(20));
  }

  URI rpc() {
    return URI.create("http://" + nodeAddress);
  }

  Path socket() {
    return folder.resolve("app.sock");
  }
}
