package dev.hansa.launcher.pool;

import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerprotocol.NodeEntry;
import dev.hansa.ledgerprotocol.explain.Explainer;
import dev.hansa.ledgerprotocol.explain.Explanation;
import dev.hansa.ledgerprotocol.explain.NodeAccount;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Asks every node of a pool how it does, all at once, and says in one sentence how the pool does.
public final class PoolAccounts {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int ACCOUNT_MAX = 1 << 20;

  private PoolAccounts() {}

  /// A node that gives no account within ten seconds counts as silent.
  public static Explanation explain(HttpClient http, List<NodeEntry> nodes) {
    Map<String, CompletableFuture<Optional<NodeAccount>>> asked = new LinkedHashMap<>();
    for (var node : nodes) {
      asked.put(node.alias(), ask(http, node));
    }
    var accounts = new ArrayList<NodeAccount>();
    var silent = new ArrayList<String>();
    asked.forEach(
        (alias, answer) -> answer.join().ifPresentOrElse(accounts::add, () -> silent.add(alias)));
    return Explainer.explain(accounts, silent);
  }

  private static CompletableFuture<Optional<NodeAccount>> ask(HttpClient http, NodeEntry node) {
    var url = URI.create("http://" + node.clientHost() + ":" + node.clientPort() + "/v1/node");
    return http.sendAsync(
            HttpRequest.newBuilder(url).timeout(PATIENCE).build(),
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), ACCOUNT_MAX))
        .thenApply(PoolAccounts::read)
        .exceptionally(_ -> Optional.empty());
  }

  private static Optional<NodeAccount> read(HttpResponse<byte[]> answer) {
    try {
      return Optional.of(
          NodeAccount.parse(
              Json.parseObject(new String(answer.body(), StandardCharsets.UTF_8), ACCOUNT_MAX)));
    } catch (MalformedInput e) {
      return Optional.empty();
    }
  }
}
