package dev.hansa.ledgerpool.cometbft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Bytes;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerprotocol.Nym;
import dev.hansa.ledgerprotocol.Proofs;
import dev.hansa.ledgerprotocol.ShortDid;
import dev.hansa.ledgerprotocol.SubLedger;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("pool")
class PoolOfFourTest {
  @TempDir static Path folder;
  private static TestPool pool;

  @BeforeAll
  static void start() throws Exception {
    pool = new TestPool(folder, TestEngine.program("0.39"), 4);
    for (int i = 1; i <= 4; i++) {
      assertThat(pool.start(i)).isNotNull();
    }
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  private static Bytes key(String name) {
    return Nym.key(ShortDid.of(TestNetwork.did(TestNetwork.key(name))));
  }

  @Test
  void what_was_written_through_one_node_is_proved_by_every_node() throws Exception {
    var written = pool.write(1, TestNetwork.nym("a"));
    for (int i = 1; i <= 4; i++) {
      var reads = pool.node(i).reads();
      TestPool.until(
          "node " + i + " has it",
          Duration.ofSeconds(30),
          () -> reads.checkpoint().height() >= written.height());
      var proved = Proofs.verifyState(reads.state(SubLedger.DOMAIN, key("a")), pool.genesis());
      assertThat(proved.value()).isPresent();
      var own = reads.own();
      assertThat(own.isSignedBy(TestNetwork.key("node-" + i).publicKey())).isTrue();
      assertThat(own.height()).isGreaterThanOrEqualTo(proved.checkpoint().height());
      var absent = Proofs.verifyState(reads.state(SubLedger.DOMAIN, key("b")), pool.genesis());
      assertThat(absent.value()).isEmpty();
      assertThat(
              Proofs.verifyTransaction(
                      reads.transaction(SubLedger.DOMAIN, written.seqNo()).orElseThrow(),
                      pool.genesis())
                  .seqNo())
          .isEqualTo(written.seqNo());
    }
  }
}
