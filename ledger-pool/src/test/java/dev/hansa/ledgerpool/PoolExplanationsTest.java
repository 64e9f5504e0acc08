package dev.hansa.ledgerpool;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hansa.identity.Json;
import dev.hansa.ledgerprotocol.NodeEntry;
import dev.hansa.ledgerprotocol.explain.Explanation.Kind;
import dev.hansa.ledgerprotocol.explain.NodeAccount;
import dev.hansa.ledgerprotocol.explain.NodeAccount.EngineAccount;
import dev.hansa.ledgerprotocol.explain.NodeAccount.Peer;
import dev.hansa.ledgerprotocol.explain.NodeAccount.RulesAccount;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A node that asks three others, which are stand-ins that count how often they are asked.
class PoolExplanationsTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private final List<HttpServer> servers = new ArrayList<>();
  private final List<NodeEntry> others = new ArrayList<>();
  private PoolExplanations explanations;

  @BeforeEach
  void start() throws IOException {
    for (int i = 2; i <= 4; i++) {
      others.add(serve("Node" + i));
    }
    explanations =
        new PoolExplanations(
            () -> account("Node1"),
            () -> List.copyOf(others),
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
            // Whoever answers here does so, on a machine that is busy too.
            Duration.ofSeconds(60),
            nanos::get);
  }

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  private NodeEntry serve(String alias) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/node",
        exchange -> {
          var _ = asked.incrementAndGet();
          var body = account(alias).toJson().toString().getBytes(StandardCharsets.UTF_8);
          try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    servers.add(server);
    var data =
        Json.newObject()
            .put("alias", alias)
            .put("client_ip", "127.0.0.1")
            .put("client_port", server.getAddress().getPort());
    data.putArray(NodeEntry.SERVICES).add(NodeEntry.VALIDATOR);
    return new NodeEntry(TestNetwork.publicKey(TestNetwork.key(alias)), data);
  }

  private static NodeAccount account(String alias) {
    var peers = new ArrayList<Peer>();
    for (int i = 1; i <= 4; i++) {
      if (!alias.equals("Node" + i)) {
        peers.add(new Peer("Node" + i, true, true));
      }
    }
    return new NodeAccount(
        alias,
        TestNetwork.NOON,
        7,
        "ab".repeat(32),
        TestNetwork.NOON,
        Duration.ofSeconds(2),
        Optional.empty(),
        true,
        0,
        2000,
        Duration.ZERO,
        1L << 40,
        Optional.of(new EngineAccount(true, 1, true, "0.39.4", 7, false, Optional.empty())),
        peers,
        Optional.of(new RulesAccount(1, Optional.empty(), 1)));
  }

  @Test
  void a_node_speaks_for_the_pool_by_the_accounts_of_all() {
    var view = explanations.look();
    assertThat(view.explanation().kind()).isEqualTo(Kind.WELL);
    assertThat(view.explanation().sentence())
        .isEqualTo("The pool writes: 4 nodes are in step at height 7.");
    assertThat(view.toJson().path("nodes")).hasSize(4);
  }

  @Test
  void a_validator_that_does_not_answer_is_named() {
    servers.get(1).stop(0);
    var view = explanations.look();
    assertThat(view.explanation().kind()).isEqualTo(Kind.NODE_SILENT);
    assertThat(view.explanation().sentence()).contains("without Node3");
    assertThat(view.toJson().at("/nodes/3/alias").asText()).isEqualTo("Node3");
    assertThat(view.toJson().at("/nodes/3/answers").asBoolean(true)).isFalse();
  }

  @Test
  void however_many_ask_the_others_are_asked_once_a_second() throws Exception {
    try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        var _ = askers.submit(explanations::look);
      }
    }
    assertThat(asked).hasValue(3);
    nanos.addAndGet(Duration.ofMillis(999).toNanos());
    assertThat(explanations.look()).isNotNull();
    assertThat(asked).hasValue(3);
    nanos.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(explanations.look()).isNotNull();
    assertThat(asked).hasValue(6);
  }
}
