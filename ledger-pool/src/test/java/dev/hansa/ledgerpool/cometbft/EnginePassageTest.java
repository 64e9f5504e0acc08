package dev.hansa.ledgerpool.cometbft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerpool.cometbft.EnginePassage.Passed;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What reaches the engine from outside. That its answers come back, `PoolSnapshotTest` shows.
class EnginePassageTest {
  private static final String COMMIT =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"commit\",\"params\":{\"height\":\"3\"}}";

  private final AtomicLong now = new AtomicLong();

  // Nobody listens there.
  private final EnginePassage passage =
      new EnginePassage(
          new EngineRpc(
              URI.create("http://" + TestEngine.freeAddress()), HttpClient.newHttpClient()),
          now::get);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"broadcast_tx_sync\",\"params\":{\"tx\":\"\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"dial_peers\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"commit\",\"params\":{\"height\":\"0x3\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"commit\",\"params\":{\"hash\":\"3\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"commit\",\"params\":[3]}",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"commit\"}",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"commit\"}]",
        "commit"
      })
  void only_a_light_clients_questions_pass(String question) {
    assertThatThrownBy(() -> passage.ask(question)).isInstanceOf(MalformedInput.class);
  }

  @Test
  void a_question_has_at_most_1024_characters() {
    var question = COMMIT + " ".repeat(EnginePassage.QUESTION_MAX);
    assertThatThrownBy(() -> passage.ask(question))
        .isInstanceOf(MalformedInput.class)
        .hasMessageContaining("1024");
  }

  @Test
  void a_hundred_pass_in_a_second_and_more_in_the_next() {
    for (int i = 0; i < EnginePassage.QUESTIONS_A_SECOND; i++) {
      assertThat(passage.ask(COMMIT)).isEqualTo(new Passed.Silent());
    }
    assertThat(passage.ask(COMMIT)).isEqualTo(new Passed.TooMany());
    now.addAndGet(1_000_000_000L);
    assertThat(passage.ask(COMMIT)).isEqualTo(new Passed.Silent());
  }
}
