package dev.hansa.ledgerpool.cometbft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.ledgerpool.PoolOptions.Snapshotting;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.domain.BeforeSnapshot;
import dev.hansa.ledgerpool.domain.CannotServe;
import dev.hansa.ledgerprotocol.Nym;
import dev.hansa.ledgerprotocol.Proofs;
import dev.hansa.ledgerprotocol.ShortDid;
import dev.hansa.ledgerprotocol.SubLedger;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A node joins a pool of real engines by a snapshot.
@Tag("pool")
class PoolSnapshotTest {
  private static final int JOINER = 5;
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  private TestPool pool(String line) throws Exception {
    var pool = new TestPool(folder, TestEngine.program(line), 4);
    pool.put(1, new Snapshotting(false, 3));
    pool.put(JOINER, new Snapshotting(true, 0));
    for (int i = 1; i <= 4; i++) {
      assertThat(pool.start(i)).isNotNull();
    }
    return pool;
  }

  private static Bytes key(String name) {
    return Nym.key(ShortDid.of(TestNetwork.did(TestNetwork.key(name))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.39", "0.38"})
  void an_observer_joins_by_a_snapshot_and_is_one_of_the_pool(String line) throws Exception {
    try (var pool = pool(line);
        var _ = NodeDoor.open(pool.node(1), pool.host(1), 9702);
        var _ = NodeDoor.open(pool.node(2), pool.host(2), 9702)) {
      // Before anything is offered the node says so, and does not wait.
      assertThatThrownBy(() -> pool.start(JOINER))
          .isInstanceOf(CannotServe.class)
          .hasMessageContaining("hansa.snapshot-blocks");
      var before = pool.write(1, TestNetwork.nym("before"));
      for (int i = 0; i < 6; i++) {
        assertThat(pool.write(1, TestNetwork.nym("n" + i))).isNotNull();
      }
      TestPool.until(
          "a snapshot is offered", LONG, () -> !pool.node(1).snapshots().list().isEmpty());
      long offered = pool.node(1).snapshots().list().getLast().height();

      assertALiarGivesNoBeginning(pool);
      var joined = pool.start(JOINER);
      TestPool.until("the node has the snapshot", LONG, () -> joined.height() >= offered);
      pool.untilAllAlike(JOINER, LONG);
      assertProves(pool, "before", before.seqNo());
      long base = joined.reads().checkpoint().height();
      assertThatThrownBy(() -> joined.reads().block(1))
          .isInstanceOf(BeforeSnapshot.class)
          .hasMessageContaining("joined by a snapshot at height ");

      var after = pool.write(JOINER, TestNetwork.nym("after"));
      assertThat(after.height()).isGreaterThan(base);
      // What was written before is known, and is not written twice.
      assertThat(pool.write(JOINER, TestNetwork.nym("before")).alreadyThere()).isTrue();

      pool.stop(JOINER);
      assertThat(pool.start(JOINER)).isNotNull();
      pool.untilAllAlike(JOINER, LONG);
      assertProves(pool, "after", after.seqNo());
    }
  }

  // The whole pool's word stands behind the checkpoint, but the header has another app hash.
  private static void assertALiarGivesNoBeginning(TestPool pool) throws Exception {
    try (var _ =
        NodeDoor.open(
            pool.node(1),
            pool.host(3),
            9702,
            said -> said.replaceFirst("\"app_hash\":\"[0-9A-F]{8}", "\"app_hash\":\"00000000"))) {
      var http = HttpClient.newHttpClient();
      var asksTheLiar = trust(pool, 3, http);
      assertThat(asksTheLiar.sealAbove(0)).isNotNull();
      assertThatThrownBy(asksTheLiar::anchor).isInstanceOf(LedgerUnavailable.class);
      assertThat(trust(pool, 1, http).anchor().height()).isPositive();
    }
  }

  private static JoinTrust trust(TestPool pool, int asked, HttpClient http) {
    var node = URI.create("http://" + pool.host(asked) + ":9702");
    return new JoinTrust(pool.genesis(), List.of(node), http, Clock.systemUTC());
  }

  private static void assertProves(TestPool pool, String name, long seqNo) {
    var reads = pool.node(JOINER).reads();
    var state = Proofs.verifyState(reads.state(SubLedger.DOMAIN, key(name)), pool.genesis());
    assertThat(state.value()).isPresent();
    var transaction = reads.transaction(SubLedger.DOMAIN, seqNo).orElseThrow();
    assertThat(Proofs.verifyTransaction(transaction, pool.genesis()).seqNo()).isEqualTo(seqNo);
  }
}
