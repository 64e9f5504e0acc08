package dev.hansa.launcher.pool;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.HttpLedgerTransport;
import dev.hansa.ledgerprotocol.LedgerClient;
import dev.hansa.ledgerprotocol.LedgerTransport;
import dev.hansa.ledgerprotocol.NodeEntry;
import dev.hansa.ledgerprotocol.SubLedger;
import dev.hansa.ledgerprotocol.explain.Explanation;
import dev.hansa.ledgerprotocol.explain.NodesAsked;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// Asks every node of a pool how it does, all at once, and says in one sentence how the pool does.
public final class PoolAccounts {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// How long one node is waited for that is to prove which nodes there are.
  private static final Duration PROOF_PATIENCE = Duration.ofSeconds(3);

  /// However old a proof is: who asks may do so because the pool has stood still for long.
  private static final Duration AGE_MAX = Duration.ofDays(36_500);

  private PoolAccounts() {}

  /// Asks every node that the ledger names, those that were let in after the genesis, too.
  public static Explanation explain(HttpClient http, Genesis genesis) {
    var urls =
        genesis.nodes().stream()
            .map(node -> URI.create("http://" + node.clientHost() + ":" + node.clientPort()))
            .toList();
    var transport = new HttpLedgerTransport(urls, http, PROOF_PATIENCE);
    return explain(http, nodes(genesis, transport, Clock.systemUTC()));
  }

  /// The nodes as the ledger names them, proved; as the genesis does, where nobody proves others.
  static List<NodeEntry> nodes(Genesis genesis, LedgerTransport transport, Clock clock) {
    try {
      var client = new LedgerClient(genesis, transport, clock, AGE_MAX);
      return client.list(SubLedger.POOL, Bytes.utf8("")).value().entrySet().stream()
          .map(entry -> NodeEntry.read(entry.getKey(), entry.getValue()))
          .toList();
    } catch (LedgerUnavailable e) {
      return genesis.nodes();
    }
  }

  /// A node that gives no account within ten seconds counts as silent.
  public static Explanation explain(HttpClient http, List<NodeEntry> nodes) {
    return NodesAsked.ask(http, nodes, PATIENCE).explain();
  }
}
