package dev.hansa.ledgerpool.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.ledgerpool.RunningNode;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.test.support.TestPropertyProvider;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// `GET /explain`, on a node that is well and that then halts.
@MicronautTest(environments = "ledger-pool")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExplainApiTest implements TestPropertyProvider {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Inject EmbeddedServer server;
  @Inject RunningNode node;

  @Override
  public Map<String, String> getProperties() {
    return NodeSettings.inNewFolder();
  }

  private ObjectNode explained() throws Exception {
    var answer = new Http(server.getURI()).get("/explain");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    return Json.parseObject(answer.body());
  }

  @Test
  void the_sentence_is_there_when_all_is_well_and_when_the_node_has_halted() throws Exception {
    var well = explained();
    assertThat(well.path("well").asBoolean()).isTrue();
    assertThat(well.path("kind").asText()).isEqualTo("well");
    assertThat(well.path("sentence").asText()).contains("is in step at height 0");
    assertThat(well.path("evidence")).isNotEmpty();
    assertThat(well.path("by").asText()).isEqualTo("this node");
    assertThat(well.path("nodes")).hasSize(1);
    assertThat(well.at("/nodes/0/answers").asBoolean()).isTrue();

    node.engine().halt("the store is damaged: a test says so");
    long end = System.nanoTime() + LONG.toNanos();
    var told = explained();
    // What was seen is kept for a second.
    while (told.path("well").asBoolean() && System.nanoTime() < end) {
      told = explained();
    }
    assertThat(told.path("kind").asText()).isEqualTo("store-damaged");
    assertThat(told.path("todo").asText()).contains("recover-a-node");
  }

  @Test
  void a_write_to_it_is_a_problem() throws Exception {
    var answer = new Http(server.getURI()).post("/explain", "{}");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }
}
