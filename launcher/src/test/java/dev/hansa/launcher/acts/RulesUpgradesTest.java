package dev.hansa.launcher.acts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Ed25519;
import dev.hansa.identity.Json;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.launcher.Stop;
import dev.hansa.ledgerprotocol.NodeEntry;
import dev.hansa.ledgerprotocol.RulesSchedule;
import dev.hansa.ledgerprotocol.RulesSchedule.Upgrade;
import dev.hansa.ledgerprotocol.explain.NodeAccount;
import dev.hansa.ledgerprotocol.explain.NodeAccount.RulesAccount;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is said of an upgrade of the rules before it is planned and after.
class RulesUpgradesTest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final List<HttpServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  private static NodeEntry entry(String alias, int port) {
    var data =
        Json.newObject().put("alias", alias).put("client_ip", "127.0.0.1").put("client_port", port);
    data.putArray(NodeEntry.SERVICES).add(NodeEntry.VALIDATOR);
    var seed = Bytes.utf8(alias).sha256().toArray();
    return new NodeEntry(new Ed25519Key(Bytes.copyOf(Ed25519.publicKey(seed))), data);
  }

  /// A node whose program has the rules up to this version; 0: a program that does not say so yet.
  private NodeEntry node(String alias, long highest) throws IOException {
    var now = Instant.parse("2026-11-24T12:00:00Z");
    var body =
        new NodeAccount(
                alias,
                now,
                5,
                "ab".repeat(32),
                now,
                Duration.ZERO,
                Optional.empty(),
                true,
                0,
                2000,
                Duration.ZERO,
                1L << 40,
                Optional.empty(),
                List.of(),
                highest == 0
                    ? Optional.empty()
                    : Optional.of(new RulesAccount(1, Optional.empty(), highest)))
            .toJson()
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/node",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    servers.add(server);
    return entry(alias, server.getAddress().getPort());
  }

  @Test
  void the_list_says_which_version_counts_and_which_is_planned() {
    assertThat(new RulesUpgrades(RulesSchedule.OF_GENESIS, 7).inWords())
        .containsExactly("Rules version 1 counts, at height 7.", "This program has up to 1.");
    var planned = new RulesSchedule(1, Optional.of(new Upgrade(2, 40)));
    assertThat(new RulesUpgrades(planned, 7).inWords())
        .containsExactly(
            "Rules version 1 counts, at height 7.",
            "Rules version 2 counts from height 40, in 33 blocks.",
            "This program has up to 1.");
    assertThat(new RulesUpgrades(planned, 39).inWords())
        .containsExactly("Rules version 2 counts, at height 39.", "This program has up to 1.");
  }

  @Test
  void an_upgrade_is_drafted_once_every_program_has_the_version() throws IOException {
    var nodes = List.of(node("Node1", 2), node("Node2", 3));
    assertThat(RulesUpgrades.lacking(HTTP, nodes, 2)).isEmpty();
    RulesUpgrades.requireEverywhere(HTTP, nodes, 2);
    assertThat(RulesUpgrades.lacking(HTTP, nodes, 3)).containsExactly("Node1 has up to 2");
  }

  @Test
  void whoever_lacks_the_version_is_named_and_so_is_who_does_not_answer() throws IOException {
    var nodes = List.of(node("Node1", 2), node("Node2", 1), node("Node3", 0), entry("Node4", 1));
    assertThatThrownBy(() -> RulesUpgrades.requireEverywhere(HTTP, nodes, 2))
        .isInstanceOf(Stop.class)
        .hasMessageContaining("Roll out a program that has rules version 2 first")
        .hasMessageContaining("Node2 has up to 1, Node3 has up to 1, Node4 does not answer");
  }
}
