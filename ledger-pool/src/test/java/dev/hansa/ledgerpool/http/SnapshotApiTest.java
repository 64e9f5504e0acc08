package dev.hansa.ledgerpool.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Json;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.domain.Block;
import dev.hansa.ledgerpool.domain.LedgerNode;
import dev.hansa.ledgerpool.store.LedgerFolder;
import dev.hansa.ledgerpool.store.TestSnapshots;
import dev.hansa.ledgerprotocol.Checkpoint;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.test.support.TestPropertyProvider;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A node whose history begins with a snapshot.
@MicronautTest(environments = "ledger-pool")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SnapshotApiTest implements TestPropertyProvider {
  @Inject EmbeddedServer server;

  private Http http() {
    return new Http(server.getURI());
  }

  @Override
  public Map<String, String> getProperties() {
    var settings = NodeSettings.inNewFolder();
    var data = Path.of(settings.get("hansa.data"));
    try (var source = open(data.resolve("source"));
        var joined = open(data)) {
      var node = new LedgerNode(TestNetwork.GENESIS, source.store());
      var block = new Block(1, TestNetwork.NOON, List.of(TestNetwork.nym("a")));
      var result = node.finalise(block);
      node.commit(
          block,
          result,
          Checkpoint.sign(TestNetwork.NAME, result.head(), block.time(), TestNetwork.NODE));
      TestSnapshots.restore(
          TestNetwork.GENESIS, TestSnapshots.write(TestNetwork.GENESIS, source.store()), joined);
    }
    return settings;
  }

  private static LedgerFolder open(Path folder) {
    return LedgerFolder.open(folder, TestNetwork.GENESIS, TestNetwork::founding);
  }

  @Test
  void a_block_from_before_the_snapshot_is_404_and_says_where_its_history_begins()
      throws Exception {
    var answer = http().get("/v1/blocks/1");
    assertThat(answer.statusCode()).isEqualTo(404);
    var problem = Json.parseObject(answer.body());
    assertThat(problem.get("type").textValue()).isEqualTo("/problems/before-snapshot");
    assertThat(problem.get("detail").textValue()).contains("joined by a snapshot at height 1");
    assertThat(http().get("/v1/blocks/0").statusCode()).isEqualTo(200);
    assertThat(http().get("/v1/blocks/2").body()).contains("/problems/no-such-block");
    assertThat(http().get("/v1/ledgers/1/transactions/5").statusCode()).isEqualTo(200);
    assertThat(http().get("/v1/ledgers/1/consistency/1/5").statusCode()).isEqualTo(200);
    assertThat(http().get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void a_node_that_keeps_no_snapshots_lists_none_and_one_without_an_engine_says_so()
      throws Exception {
    assertThat(http().get("/v1/snapshots").body()).isEqualTo("{\"snapshots\":[]}");
    var answer = http().post("/v1/engine", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"commit\"}");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("/problems/no-engine");
  }
}
