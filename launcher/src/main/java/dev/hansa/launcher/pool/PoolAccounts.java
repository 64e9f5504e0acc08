package dev.hansa.launcher.pool;

import dev.hansa.ledgerprotocol.NodeEntry;
import dev.hansa.ledgerprotocol.explain.Explanation;
import dev.hansa.ledgerprotocol.explain.NodesAsked;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;

/// Asks every node of a pool how it does, all at once, and says in one sentence how the pool does.
public final class PoolAccounts {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private PoolAccounts() {}

  /// A node that gives no account within ten seconds counts as silent.
  public static Explanation explain(HttpClient http, List<NodeEntry> nodes) {
    return NodesAsked.ask(http, nodes, PATIENCE).explain();
  }
}
