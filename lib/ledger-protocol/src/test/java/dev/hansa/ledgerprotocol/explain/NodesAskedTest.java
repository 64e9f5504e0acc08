package dev.hansa.ledgerprotocol.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Ed25519;
import dev.hansa.identity.Json;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.ledgerprotocol.NodeEntry;
import dev.hansa.ledgerprotocol.explain.Explanation.Kind;
import dev.hansa.ledgerprotocol.explain.NodeAccount.EngineAccount;
import dev.hansa.ledgerprotocol.explain.NodeAccount.Peer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Nodes that answer as they should, wrongly, too much, or not.
class NodesAskedTest {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final List<String> NAMES = List.of("Node1", "Node2", "Node3", "Node4");

  private final List<HttpServer> servers = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);

  @FunctionalInterface
  private interface Answer {
    void write(OutputStream out) throws IOException;
  }

  @AfterEach
  void stop() {
    over.countDown();
    servers.forEach(server -> server.stop(0));
  }

  private NodeEntry node(String alias, boolean votes, Answer answer) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/node",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            answer.write(exchange.getResponseBody());
          }
        });
    server.start();
    servers.add(server);
    return entry(alias, votes, "127.0.0.1", server.getAddress().getPort());
  }

  private static NodeEntry entry(String alias, boolean votes, String host, int port) {
    var data = Json.newObject().put("alias", alias).put("client_ip", host).put("client_port", port);
    var services = data.putArray(NodeEntry.SERVICES);
    if (votes) {
      services.add(NodeEntry.VALIDATOR);
    }
    return new NodeEntry(key(), data);
  }

  // Which key it is does not matter here.
  private static Ed25519Key key() {
    return new Ed25519Key(Bytes.copyOf(Ed25519.publicKey(Bytes.utf8("n").sha256().toArray())));
  }

  private static String account(String alias) {
    return new NodeAccount(
            alias,
            Instant.parse("2026-11-24T12:00:00Z"),
            1000,
            "ab".repeat(32),
            Instant.parse("2026-11-24T11:59:58Z"),
            Duration.ofSeconds(2),
            Optional.empty(),
            true,
            0,
            2000,
            Duration.ZERO,
            1L << 40,
            Optional.of(new EngineAccount(true, 1, true, "0.39.4", 1000, false, Optional.empty())),
            NAMES.stream()
                .filter(name -> !name.equals(alias))
                .map(name -> new Peer(name, true, !name.equals("Node4")))
                .toList(),
            Optional.empty())
        .toJson()
        .toString();
  }

  private NodeEntry good(String alias) throws IOException {
    return node(alias, true, out -> out.write(account(alias).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void whoever_answers_is_heard_and_validators_that_do_not_are_named() throws IOException {
    var asked =
        NodesAsked.ask(
            HTTP,
            List.of(
                good("Node1"),
                good("Node2"),
                good("Node3"),
                entry("Node4", true, "127.0.0.1", 1),
                entry("Observer", false, "127.0.0.1", 1)),
            PATIENCE);
    assertThat(asked.accounts())
        .extracting(NodeAccount::alias)
        .containsExactly("Node1", "Node2", "Node3");
    assertThat(asked.silent()).containsExactly("Node4");
    assertThat(asked.explain().kind()).isEqualTo(Kind.NODE_SILENT);
    assertThat(asked.explain().sentence()).contains("without Node4");
  }

  @Test
  void an_answer_that_is_no_account_of_the_node_is_silence() throws IOException {
    var nodes =
        List.of(
            node("Node1", true, out -> out.write("{}".getBytes(StandardCharsets.UTF_8))),
            node("Node2", true, out -> out.write("<html>".getBytes(StandardCharsets.UTF_8))),
            // It speaks in another's name.
            node(
                "Node3", true, out -> out.write(account("Node1").getBytes(StandardCharsets.UTF_8))),
            node(
                "Node4",
                true,
                out -> {
                  var much = "[".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
                  for (int i = 0; i < 64; i++) {
                    out.write(much);
                  }
                }));
    var asked = NodesAsked.ask(HTTP, nodes, PATIENCE);
    assertThat(asked.accounts()).isEmpty();
    assertThat(asked.silent()).containsExactlyElementsOf(NAMES);
  }

  @Test
  void nobody_is_waited_for_longer_than_one_is_patient() throws IOException {
    var slow =
        node(
            "Node1",
            true,
            out -> {
              out.write('{');
              out.flush();
              try {
                over.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    long began = System.nanoTime();
    var asked = NodesAsked.ask(HTTP, List.of(slow, good("Node2")), Duration.ofMillis(700));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    assertThat(asked.silent()).containsExactly("Node1");
    assertThat(asked.accounts()).hasSize(1);
  }

  @Test
  void an_address_that_no_url_can_have_is_silence() {
    var asked =
        NodesAsked.ask(
            HTTP,
            Stream.of("...", "1:2", "::::")
                .map(host -> entry("at " + host, true, host, 9702))
                .toList(),
            PATIENCE);
    assertThat(asked.silent()).hasSize(3);
  }
}
