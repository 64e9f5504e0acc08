package dev.hansa.ledgerpool.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Json;
import dev.hansa.ledgerpool.RunningNode;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.domain.Engine;
import dev.hansa.ledgerpool.domain.Submission;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.IndyRequest;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.annotation.MockBean;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.test.support.TestPropertyProvider;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a node says that cannot take or serve.
@MicronautTest(environments = "ledger-pool")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnavailableNodeTest implements TestPropertyProvider {
  private static final StandIn ENGINE = new StandIn();

  @Inject EmbeddedServer server;

  private Http http() {
    return new Http(server.getURI());
  }

  @Override
  public Map<String, String> getProperties() {
    return NodeSettings.inNewFolder();
  }

  @MockBean(Engine.class)
  Engine engine(RunningNode node) {
    ENGINE.checkpoint = Optional.of(node.engine().checkpoint());
    return ENGINE;
  }

  @BeforeEach
  void recover() {
    ENGINE.halted = Optional.empty();
  }

  private void assertUnavailable(Submission submission, int status, String kind, String retryAfter)
      throws Exception {
    ENGINE.answer = submission;
    var answer = http().post("/v1/requests", TestNetwork.nym("x").text());
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.headers().firstValue("Retry-After")).contains(retryAfter);
    assertThat(Json.parseObject(answer.body()).get("type").textValue()).isEqualTo(kind);
  }

  @Test
  void a_full_queue_is_429() throws Exception {
    assertUnavailable(new Submission.QueueFull(), 429, "/problems/queue-full", "1");
  }

  @Test
  void a_node_that_is_being_stopped_is_503() throws Exception {
    assertUnavailable(new Submission.Stopping(), 503, "/problems/stopping", "1");
  }

  @Test
  void a_request_that_waits_too_long_is_503() throws Exception {
    assertUnavailable(new Submission.Unsettled(), 503, "/problems/not-settled-yet", "1");
  }

  @Test
  void a_halted_node_is_503_to_writers() throws Exception {
    assertUnavailable(new Submission.Halted("disk"), 503, "/problems/node-halted", "60");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/checkpoint",
        "/v1/node/checkpoint",
        "/v1/state/1/AAAA",
        "/v1/lists/1/AAAA",
        "/v1/ledgers/1/transactions/1",
        "/v1/blocks/0"
      })
  void a_halted_node_is_503_to_readers(String path) throws Exception {
    ENGINE.halted = Optional.of("disk");
    var answer = http().get(path);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("/problems/node-halted").doesNotContain("disk");
  }

  @Test
  void a_halted_node_is_unhealthy_and_says_why() throws Exception {
    ENGINE.halted = Optional.of("the store cannot be written");
    var answer = http().get("/health");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("DOWN", "the store cannot be written");
  }

  /// Answers what a test tells it to.
  private static final class StandIn implements Engine {
    private volatile Submission answer = new Submission.QueueFull();
    private volatile Optional<String> halted = Optional.empty();
    private volatile Optional<Checkpoint> checkpoint = Optional.empty();

    @Override
    public CompletableFuture<Submission> submit(IndyRequest request) {
      return CompletableFuture.completedFuture(answer);
    }

    @Override
    public Checkpoint checkpoint() {
      return checkpoint.orElseThrow();
    }

    @Override
    public Optional<String> halted() {
      return halted;
    }

    @Override
    public int waiting() {
      return 0;
    }

    @Override
    public void halt(String why) {
      halted = Optional.of(why);
    }

    @Override
    public void close() {}
  }
}
