package dev.hansa.launcher.acts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.hansa.identity.Json;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.NodeEntry;
import dev.hansa.ledgerprotocol.local.LocalLedger;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a node must show before a vote is drafted for it, and what is said where it does not.
class NewcomerTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final SecureRandom random = new SecureRandom();
  private final LocalLedger ledger = LocalLedger.found(CLOCK, random);
  private HttpServer server = start();
  private Answer vouched = new Answer(200, ledger.signedCheckpoint().toJson());
  private Answer signed = vouched;

  private record Answer(int status, ObjectNode body) {}

  private static HttpServer start() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void serve() {
    serve("/v1/checkpoint", true);
    serve("/v1/node/checkpoint", false);
    server.start();
  }

  private void serve(String path, boolean byPool) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            var answer = byPool ? vouched : signed;
            var body = answer.body().toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
          }
        });
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private NodeEntry node() {
    var data =
        Json.newObject()
            .put("alias", "Node1")
            .put("client_ip", "127.0.0.1")
            .put("client_port", server.getAddress().getPort());
    return new NodeEntry((Ed25519Key) ledger.nodeKey().publicKey(), data);
  }

  private Checkpoint inStep() {
    return newcomer(node()).inStep();
  }

  private Newcomer newcomer(NodeEntry node) {
    return new Newcomer(ledger.genesis(), node, ledger.client(), CLOCK, HTTP);
  }

  private void assertStops(ExitCode code, String... parts) {
    assertThatThrownBy(this::inStep)
        .isInstanceOfSatisfying(Stop.class, stop -> assertThat(stop.code()).isEqualTo(code))
        .hasMessageContainingAll(parts);
  }

  private Checkpoint signedBy(Signer key) {
    return Checkpoint.sign("hansa", ledger.reader().head().orElseThrow(), NOON, key);
  }

  @Test
  void a_node_in_step_shows_the_checkpoint_that_it_signed() {
    assertThat(inStep()).isEqualTo(ledger.signedCheckpoint());
  }

  @Test
  void a_node_that_is_behind_is_told_how_far() {
    for (int i = 0; i < 6; i++) {
      assertThat(ledger.organisation()).isNotNull();
    }
    assertStops(ExitCode.REFUSED, "Node1 is at height 0, the pool at 6", "ask again");
  }

  @Test
  void a_node_that_signs_with_another_key_is_not_the_one_on_the_ledger() {
    var other = PrivateKeys.fromJwk(PrivateKeys.newEd25519Jwk(random));
    signed = new Answer(200, signedBy(other).toJson());
    assertStops(ExitCode.REFUSED, "signs with another key than that of Node1");
  }

  @Test
  void a_node_whose_own_ledger_is_another_is_recovered_first() {
    var another = LocalLedger.found(CLOCK, random).reader().head().orElseThrow();
    signed = new Answer(200, Checkpoint.sign("hansa", another, NOON, ledger.nodeKey()).toJson());
    assertStops(ExitCode.REFUSED, "another ledger than its pool", "Recover it");
  }

  @Test
  void a_node_that_signs_for_another_height_each_time_is_asked_again_later() {
    assertThat(ledger.organisation()).isNotNull();
    signed = new Answer(200, ledger.signedCheckpoint().toJson());
    assertStops(ExitCode.UNAVAILABLE, "other heights", "Ask again");
  }

  @Test
  void an_older_program_and_a_node_that_does_not_answer_are_named() {
    signed = new Answer(404, Json.newObject());
    assertStops(ExitCode.REFUSED, "gives no checkpoint that it signed");
    signed = new Answer(200, Json.newObject().put("network", "hansa"));
    assertStops(ExitCode.REFUSED, "gives no checkpoint that it signed");
    signed = new Answer(503, Json.newObject());
    assertStops(ExitCode.UNAVAILABLE, "does not answer at http://127.0.0.1:");
    vouched = signed;
    assertStops(ExitCode.UNAVAILABLE, "does not answer at http://127.0.0.1:");
  }

  @Test
  void a_node_whose_address_on_the_ledger_is_none_is_named() {
    var data = node().data();
    data.put("client_ip", "1:2:3");
    assertThatThrownBy(() -> newcomer(new NodeEntry(node().key(), data)))
        .isInstanceOf(Stop.class)
        .hasMessageContaining("its steward mends it first");
  }

  @Test
  void it_is_said_in_words_what_is_shown_and_until_when_it_is_good() {
    var shown = Optional.of(ledger.signedCheckpoint());
    assertThat(Newcomer.words(node(), shown, NOON.plus(Duration.ofHours(24))))
        .containsExactly(
            "Node1 signed that it had the ledger of height 0, of 2026-11-24T12:00:00Z.",
            "It can be handed in until 2026-11-25T12:00:00Z.");
    assertThat(Newcomer.words(node(), shown, NOON.plus(Duration.ofHours(25))))
        .last()
        .isEqualTo(
            "It could be handed in until 2026-11-25T12:00:00Z, which is over: draft it again.");
    assertThat(Newcomer.words(node(), Optional.empty(), NOON))
        .containsExactly("Nothing shows that Node1 is in step: it will be refused.");
    var other = PrivateKeys.fromJwk(PrivateKeys.newEd25519Jwk(random));
    assertThat(Newcomer.words(node(), Optional.of(signedBy(other)), NOON))
        .containsExactly("It shows a checkpoint that Node1 did not sign: it will be refused.");
  }
}
