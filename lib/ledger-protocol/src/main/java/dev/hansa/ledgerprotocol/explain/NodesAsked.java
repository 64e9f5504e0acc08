package dev.hansa.ledgerprotocol.explain;

import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerprotocol.NodeEntry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The accounts of the nodes that were asked how they do, and the validators among them that gave
/// none. What a node says of itself nobody signs.
public record NodesAsked(List<NodeAccount> accounts, List<String> silent) {
  private static final int ACCOUNT_MAX = 1 << 20;

  public NodesAsked {
    accounts = List.copyOf(accounts);
    silent = List.copyOf(silent);
  }

  /// Asks all at once, where the ledger says that they are. Who gives no account in time is silent.
  public static NodesAsked ask(HttpClient http, Collection<NodeEntry> nodes, Duration patience) {
    Map<NodeEntry, CompletableFuture<Optional<NodeAccount>>> asked = new LinkedHashMap<>();
    for (var node : nodes.stream().sorted(Comparator.comparing(NodeEntry::alias)).toList()) {
      var _ = asked.put(node, ask(http, node, patience));
    }
    var accounts = new ArrayList<NodeAccount>();
    var silent = new ArrayList<String>();
    asked.forEach((node, answer) ->
        answer
            .join()
            .ifPresentOrElse(
                accounts::add,
                () -> {
                  if (node.isValidator()) {
                    silent.add(node.alias());
                  }
                }));
    return new NodesAsked(accounts, silent);
  }

  private static CompletableFuture<Optional<NodeAccount>> ask(
      HttpClient http, NodeEntry node, Duration patience) {
    try {
      var host = node.clientHost();
      var url =
          "http://"
              + (host.indexOf(':') < 0 ? host : "[" + host + "]")
              + ":"
              + node.clientPort()
              + "/v1/node";
      return http.sendAsync(
              HttpRequest.newBuilder(URI.create(url)).timeout(patience).build(),
              BodyHandlers.limiting(BodyHandlers.ofByteArray(), ACCOUNT_MAX))
          // The request's own limit ends with the headers of the answer.
          .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
          .thenApply(answer -> read(answer, node))
          .exceptionally(_ -> Optional.empty());
    } catch (IllegalArgumentException e) {
      // The ledger's address is none that a URL can have.
      return CompletableFuture.completedFuture(Optional.empty());
    }
  }

  // An account is of the node that was asked, whatever it calls itself.
  private static Optional<NodeAccount> read(HttpResponse<byte[]> answer, NodeEntry node) {
    try {
      var account =
          NodeAccount.parse(
              Json.parseObject(new String(answer.body(), StandardCharsets.UTF_8), ACCOUNT_MAX));
      return account.alias().equals(node.alias()) ? Optional.of(account) : Optional.empty();
    } catch (MalformedInput e) {
      return Optional.empty();
    }
  }

  public Explanation explain() {
    return Explainer.explain(accounts, silent);
  }
}
