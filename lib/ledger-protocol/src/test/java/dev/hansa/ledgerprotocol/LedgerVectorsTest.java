package dev.hansa.ledgerprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerprotocol.LedgerTransport.Answer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The files of `vectors/ledger`: one defect each, refused for it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerVectorsTest {
  private final TestNetwork net = new TestNetwork();

  static Stream<String> malformed() {
    return Vectors.in("ledger/malformed-requests");
  }

  static Stream<String> refused() {
    return Vectors.in("ledger/refused-requests");
  }

  static Stream<String> lies() {
    return Vectors.in("ledger/lies");
  }

  static Stream<String> consistency() {
    return Vectors.in("ledger/consistency");
  }

  @BeforeAll
  void replay() {
    for (var line : Vectors.text("ledger/blocks.txt").lines().toList()) {
      var requests =
          Json.array(Json.parseObject(line), "requests", 1000)
              .valueStream()
              .map(text -> IndyRequest.parse(text.textValue()))
              .toList();
      var _ = net.block(requests);
    }
  }

  @Test
  void the_story_gives_the_app_hash_that_is_written_down() {
    var head = net.store.head().orElseThrow();
    var expected = Vectors.read("ledger/replay.json");
    assertThat(net.genesis.hash())
        .isEqualTo(Genesis.parse(Vectors.text("ledger/genesis.json")).hash());
    assertThat(head.height()).isEqualTo(expected.get("height").asLong());
    assertThat(head.appHash().toHex()).isEqualTo(expected.get("appHash").textValue());
    assertThat(LedgerAudit.firstDamage(net.store)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void a_malformed_request_is_not_read(String file) {
    var vector = Vectors.read(file);
    assertThatThrownBy(() -> IndyRequest.parse(vector.get("request").textValue()))
        .isInstanceOf(MalformedInput.class);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void a_request_with_one_defect_is_refused_by_its_rule(String file) {
    var vector = Vectors.read(file);
    var outcome =
        net.executor
            .execute(
                net.store,
                net.store.head().orElseThrow().height() + 1,
                Instant.parse(vector.get("time").textValue()),
                List.of(IndyRequest.parse(vector.get("request").textValue())))
            .outcomes()
            .getFirst();
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.rule()).isEqualTo(vector.get("rule").textValue()));
  }

  @ParameterizedTest
  @MethodSource("lies")
  void a_lie_is_not_believed(String file) {
    var vector = Vectors.read(file);
    var now = Instant.parse(vector.get("now").textValue());
    var client =
        new LedgerClient(
            net.genesis,
            new Recorded((ObjectNode) vector.get("answer")),
            Clock.fixed(now, ZoneOffset.UTC));
    assertThatThrownBy(() -> ask(client, (ObjectNode) vector.get("answer")))
        .isInstanceOf(LedgerUnavailable.class)
        .hasMessageContaining(vector.get("reason").textValue());
  }

  @ParameterizedTest
  @MethodSource("consistency")
  void a_log_that_grew_is_told_from_one_that_was_rewritten(String file) {
    var vector = Vectors.read(file);
    var reason =
        catchThrowableOfType(
            Unproved.class,
            () ->
                Proofs.verifyConsistency(
                    Json.object(vector, "answer"),
                    roots(Json.object(vector, "older")),
                    roots(Json.object(vector, "newer"))));
    assertThat(reason == null ? "holds" : reason.reason().code())
        .isEqualTo(vector.path("reason").asText("holds"));
  }

  private static LedgerRoots roots(ObjectNode json) {
    return new LedgerRoots(
        SubLedger.of(json.get("ledger").asLong()),
        json.get("size").asLong(),
        Bytes.fromBase64Url(json.get("logRoot").textValue()),
        MerkleLog.emptyRoot());
  }

  private static Object ask(LedgerClient client, ObjectNode answer) {
    var ledger = SubLedger.of(answer.get("ledger").asLong());
    if (answer.has("key")) {
      return client.state(ledger, Bytes.fromBase64Url(answer.get("key").textValue()));
    }
    if (answer.has("prefix")) {
      return client.list(ledger, Bytes.fromBase64Url(answer.get("prefix").textValue()));
    }
    return client.transaction(ledger, answer.get("seqNo").asLong());
  }

  /// A node that always gives one answer.
  private record Recorded(ObjectNode answer) implements LedgerTransport {
    private Answer given() {
      return new Answer(200, answer);
    }

    @Override
    public Answer submit(String request) {
      return given();
    }

    @Override
    public Answer state(SubLedger ledger, Bytes key) {
      return given();
    }

    @Override
    public Answer list(SubLedger ledger, Bytes prefix) {
      return given();
    }

    @Override
    public Answer transaction(SubLedger ledger, long seqNo) {
      return given();
    }

    @Override
    public Answer checkpoint() {
      return given();
    }

    @Override
    public Answer consistency(SubLedger ledger, long first, long second) {
      return given();
    }
  }
}
