package dev.hansa.ledgerpool;

import dev.hansa.ledgerpool.cometbft.AbciHandler;
import dev.hansa.ledgerpool.domain.CannotServe;
import dev.hansa.ledgerpool.domain.Engine;
import dev.hansa.ledgerpool.domain.LedgerReads;
import dev.hansa.ledgerpool.domain.Snapshots;
import dev.hansa.ledgerpool.http.NodeMetrics;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Joins the parts. The node starts with its context, so that what is wrong stops the start.
@Factory
final class Node {
  /// How long a node waits for what the others say of themselves: longer than one needs that looks
  /// for lost others (1.5 s) and at an engine that is silent (2 s): else whoever has an engine that
  /// stands still would be told as silent itself.
  private static final Duration OTHERS_PATIENCE = Duration.ofSeconds(5);

  @Context
  @Bean(preDestroy = "close")
  RunningNode node(
      LedgerPoolConfig config,
      Clock clock,
      NodeMetrics metrics,
      Optional<AbciHandler.Layer> layer) {
    var genesis = RunningNode.readGenesis(config.genesis());
    if (config.network() != null && !genesis.network().equals(config.network())) {
      throw new CannotServe(
          "The genesis file is that of another network; hansa.network and hansa.genesis belong"
              + " together.");
    }
    var key = RunningNode.readKey(config.keyFile());
    var node =
        genesis.isPool()
            ? RunningNode.startInPool(
                config.data(),
                genesis,
                key,
                config.pool(layer.orElseGet(AbciHandler.Layer::none)),
                config.waitingMax(),
                metrics::committed)
            : RunningNode.start(
                config.data(), genesis, key, clock, config.waitingMax(), metrics::committed);
    metrics.watch(node.engine(), node.height());
    return node;
  }

  @Singleton
  NodeAccounts accounts(RunningNode node, LedgerPoolConfig config, Clock clock) {
    return new NodeAccounts(
        node,
        node.genesis(),
        RunningNode.readKey(config.keyFile()).publicKey(),
        config.data(),
        config.waitingMax(),
        clock);
  }

  @Singleton
  PoolExplanations explanations(NodeAccounts accounts) {
    var http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(OTHERS_PATIENCE)
            .build();
    return new PoolExplanations(
        accounts::look, accounts::others, http, OTHERS_PATIENCE, System::nanoTime);
  }

  @Singleton
  Engine engine(RunningNode node) {
    return node.engine();
  }

  @Singleton
  Snapshots snapshots(RunningNode node) {
    return node.snapshots();
  }

  @Singleton
  LedgerReads reads(RunningNode node, Engine engine) {
    return node.reads(engine);
  }
}
