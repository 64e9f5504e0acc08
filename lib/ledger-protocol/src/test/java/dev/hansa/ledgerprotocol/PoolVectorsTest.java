package dev.hansa.ledgerprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.LedgerUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The files of `vectors/pool`: answers of a pool's nodes, true ones and lies with one defect each.
/// `vectors/tools/verify.py` reads the same files.
class PoolVectorsTest {
  private static final Genesis GENESIS = Genesis.parse(Vectors.text("pool/genesis.json"));

  static Stream<String> answers() {
    return Vectors.in("pool/answers");
  }

  static Stream<String> recorded() {
    return Vectors.in("pool/recorded");
  }

  @Test
  void there_are_at_least_forty_and_half_of_them_are_lies() {
    var all = answers().map(Vectors::read).toList();
    assertThat(all.size() + recorded().count()).isGreaterThanOrEqualTo(40);
    assertThat(all.stream().filter(vector -> !vector.get("holds").asBoolean()).count())
        .isGreaterThanOrEqualTo(20);
  }

  @ParameterizedTest
  @MethodSource("answers")
  void a_true_answer_is_believed_and_a_lie_is_refused_by_its_name(String file) {
    var vector = Vectors.read(file);
    var answer = (ObjectNode) vector.get("answer");
    var client =
        new LedgerClient(
            GENESIS,
            new Recorded(answer),
            Clock.fixed(Instant.parse(vector.get("now").textValue()), ZoneOffset.UTC));
    if (vector.get("holds").booleanValue()) {
      assertThatCode(() -> ask(client, answer)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> ask(client, answer))
          .isInstanceOf(LedgerUnavailable.class)
          .hasMessageContaining(vector.get("reason").textValue());
    }
  }

  /// What a real pool answered, in its own network.
  @ParameterizedTest
  @MethodSource("recorded")
  void what_a_real_pool_answered_is_believed(String file) {
    var vector = Vectors.read(file);
    var genesis = Genesis.parse(vector.get("genesis").toString());
    var answer = (ObjectNode) vector.get("answer");
    var client =
        new LedgerClient(
            genesis,
            new Recorded(answer),
            Clock.fixed(Instant.parse(vector.get("now").textValue()), ZoneOffset.UTC));
    assertThatCode(() -> ask(client, answer)).doesNotThrowAnyException();
  }

  @Test
  void whoever_pinned_a_checkpoint_needs_no_trail_from_before_it() {
    var pool = new SimPool();
    var five = SimPool.validators(1, 2, 3, 4, 5);
    var pinned = pool.checkpoint(pool.draft().at(20).by(five).seal(SimPool.signers(1, 2, 3, 5)));
    var later =
        pool.checkpoint(
            pool.draft()
                .at(40)
                .on(pool.net.now().plus(Duration.ofDays(400)))
                .by(five)
                .seal(SimPool.signers(2, 3, 4, 5)));
    assertThat(Proofs.verifyCheckpoint(later.toJson(), Trust.pinned(pool.genesis, pinned)).height())
        .isEqualTo(39);
    assertThatThrownBy(() -> Proofs.verifyCheckpoint(later.toJson(), pool.genesis))
        .isInstanceOf(Unproved.class)
        .hasMessageContaining("wrong-validators");
  }

  @Test
  void a_header_of_validators_who_left_does_not_take_a_reader_back() {
    var pool = new SimPool();
    var trust = Trust.of(pool.genesis);
    var joined =
        pool.draft().at(40).by(SimPool.validators(2, 3, 4, 5)).seal(SimPool.signers(2, 3, 4, 5));
    assertThat(Proofs.verifyCheckpoint(pool.checkpoint(joined).toJson(), trust).height())
        .isEqualTo(39);
    var old = pool.checkpoint(pool.draft().at(30).seal(SimPool.signers(1, 2, 3, 4)));
    assertThatThrownBy(() -> Proofs.verifyCheckpoint(old.toJson(), trust))
        .isInstanceOf(Unproved.class)
        .hasMessageContaining("rolled-back");
  }

  @Test
  void a_genesis_whose_chain_is_not_made_of_the_rest_is_none() {
    var other = GENESIS.toJson().put("time", "2026-11-24T12:00:01Z");
    assertThatThrownBy(() -> Genesis.parse(other.toString()))
        .hasMessageContaining("the chainId of a genesis is made of the rest of it");
  }

  private static Object ask(LedgerClient client, ObjectNode answer) {
    var ledger = SubLedger.of(Json.integer(answer, "ledger", 0, 2000));
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
