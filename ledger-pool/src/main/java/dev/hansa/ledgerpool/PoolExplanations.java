package dev.hansa.ledgerpool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.ledgerprotocol.NodeEntry;
import dev.hansa.ledgerprotocol.explain.Explainer;
import dev.hansa.ledgerprotocol.explain.Explanation;
import dev.hansa.ledgerprotocol.explain.NodeAccount;
import dev.hansa.ledgerprotocol.explain.NodesAsked;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Why there is no write, or that all is well, as this node can see it: by its own account and
/// those of the nodes that its ledger names. However many ask, the others are asked once a second
/// at most, one round at a time.
public final class PoolExplanations {
  private static final Duration KEPT = Duration.ofSeconds(1);

  private final Supplier<NodeAccount> own;
  private final Supplier<List<NodeEntry>> others;
  private final HttpClient http;
  private final Duration patience;
  private final LongSupplier nanoTime;
  private @Nullable Kept kept;

  private record Kept(View view, long at) {}

  /// What was seen: the account of this node, of the others that answered, and which validators did
  /// not.
  public record View(NodeAccount own, NodesAsked others, Explanation explanation) {
    public ObjectNode toJson() {
      var json = explanation.toJson();
      json.put("by", own.alias()).put("at", own.at().toString());
      var nodes = json.putArray("nodes");
      for (var account : accounts()) {
        nodes
            .addObject()
            .put("alias", account.alias())
            .put("answers", true)
            .put("height", account.height());
      }
      others.silent().forEach(alias -> nodes.addObject().put("alias", alias).put("answers", false));
      return json;
    }

    private List<NodeAccount> accounts() {
      var all = new ArrayList<NodeAccount>();
      all.add(own);
      all.addAll(others.accounts());
      return all;
    }
  }

  PoolExplanations(
      Supplier<NodeAccount> own,
      Supplier<List<NodeEntry>> others,
      HttpClient http,
      Duration patience,
      LongSupplier nanoTime) {
    this.own = own;
    this.others = others;
    this.http = http;
    this.patience = patience;
    this.nanoTime = nanoTime;
  }

  /// Waits for the others as long as it is patient, and no longer.
  public synchronized View look() {
    var last = kept;
    if (last == null || nanoTime.getAsLong() - last.at() >= KEPT.toNanos()) {
      last = new Kept(ask(), nanoTime.getAsLong());
      kept = last;
    }
    return last.view();
  }

  private View ask() {
    var mine = own.get();
    var asked = NodesAsked.ask(http, others.get(), patience);
    var accounts = new ArrayList<NodeAccount>();
    accounts.add(mine);
    accounts.addAll(asked.accounts());
    return new View(mine, asked, Explainer.explain(accounts, asked.silent()));
  }
}
