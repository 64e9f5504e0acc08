package dev.hansa.ledgerpool.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.ledgerpool.RunningNode;
import dev.hansa.ledgerpool.StoryClock;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.domain.BeforeSnapshot;
import dev.hansa.ledgerpool.domain.Submission;
import dev.hansa.ledgerpool.store.TestSnapshots.Packed;
import dev.hansa.ledgerprotocol.LedgerAudit;
import dev.hansa.ledgerprotocol.Nym;
import dev.hansa.ledgerprotocol.Outcome;
import dev.hansa.ledgerprotocol.Proofs;
import dev.hansa.ledgerprotocol.ShortDid;
import dev.hansa.ledgerprotocol.SubLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store that begins with a snapshot.
class SnapshotStoreTest {
  private static final long BASE = 3;

  @TempDir Path temp;

  private final StoryClock clock = new StoryClock();
  private Path folder;
  private Packed snapshot;

  @BeforeEach
  void write() throws Exception {
    folder = temp.resolve("joined");
    var source = temp.resolve("source");
    try (var node = start(source)) {
      for (var name : new String[] {"a", "b", "c"}) {
        assertThat(submit(node, name)).isNotNull();
      }
    }
    try (var opened = open(source)) {
      snapshot = TestSnapshots.write(TestNetwork.GENESIS, opened.store());
    }
    assertThat(snapshot.manifest().height()).isEqualTo(BASE);
  }

  private RunningNode start(Path data) {
    return RunningNode.start(
        data, TestNetwork.GENESIS, TestNetwork.NODE, clock, 10, (checkpoint, requests, took) -> {});
  }

  private static LedgerFolder open(Path data) {
    return LedgerFolder.open(data, TestNetwork.GENESIS, TestNetwork::founding);
  }

  private static Outcome.Written submit(RunningNode node, String name) throws Exception {
    if (node.engine().submit(TestNetwork.nym(name)).get(20, TimeUnit.SECONDS)
        instanceof Submission.Settled(Outcome.Written written, _)) {
      return written;
    }
    throw new AssertionError("not written");
  }

  private void restore(Path data) {
    try (var opened = open(data)) {
      TestSnapshots.restore(TestNetwork.GENESIS, snapshot, opened);
      // In the store that was opened before, too.
      assertThat(opened.store().head().orElseThrow().height()).isEqualTo(BASE);
      assertThat(LedgerAudit.firstDamage(opened.store())).isEmpty();
    }
  }

  @Test
  void it_goes_on_from_the_snapshot_and_is_opened_again() throws Exception {
    restore(folder);
    try (var node = start(folder)) {
      assertThat(node.height()).isEqualTo(BASE);
      var written = submit(node, "d");
      assertThat(written.height()).isEqualTo(BASE + 1);
      var key = Nym.key(ShortDid.of(TestNetwork.did(TestNetwork.key("a"))));
      var proved =
          Proofs.verifyState(node.reads().state(SubLedger.DOMAIN, key), TestNetwork.GENESIS);
      assertThat(proved.value()).isPresent();
      assertThat(node.reads().consistency(SubLedger.DOMAIN, 1, written.seqNo())).isPresent();
    }
    try (var node = start(folder)) {
      assertThat(node.height()).isEqualTo(BASE + 1);
      assertThat(node.reads().block(BASE + 1)).isPresent();
    }
  }

  @Test
  void what_was_written_before_the_snapshot_is_known_as_written_by_its_height() throws Exception {
    restore(folder);
    try (var node = start(folder)) {
      var again = submit(node, "a");
      assertThat(again.alreadyThere()).isTrue();
      assertThat(again.height()).isEqualTo(BASE);
      assertThat(node.height()).isEqualTo(BASE);
    }
  }

  @Test
  void a_block_from_before_the_snapshot_is_refused_by_name_and_halts_nothing() {
    restore(folder);
    try (var node = start(folder)) {
      for (long height = 1; height <= BASE; height++) {
        long asked = height;
        assertThatThrownBy(() -> node.reads().block(asked))
            .isInstanceOf(BeforeSnapshot.class)
            .hasMessageContaining("joined by a snapshot at height " + BASE);
      }
      assertThat(node.reads().block(0)).isPresent();
      assertThat(node.reads().block(BASE + 1)).isEmpty();
      assertThat(node.engine().halted()).isEmpty();
    }
  }

  @Test
  void a_snapshot_that_was_not_whole_when_the_process_ended_is_forgotten() throws Exception {
    try (var opened = open(folder)) {
      var restoration = opened.restore();
      restoration.trieNode(TestNetwork.GENESIS.hash(), TestNetwork.GENESIS.hash());
      assertThat(restoration.findTrieNode(TestNetwork.GENESIS.hash())).isPresent();
      Folders.copy(folder, temp.resolve("killed"));
      restoration.close();
      assertThat(folder.resolve("store.restoring")).doesNotExist();
    }
    assertThat(temp.resolve("killed").resolve("store.restoring")).exists();
    try (var opened = open(temp.resolve("killed"))) {
      assertThat(opened.store().head().orElseThrow().height()).isZero();
      assertThat(temp.resolve("killed").resolve("store.restoring")).doesNotExist();
    }
    restore(temp.resolve("killed"));
  }

  @Test
  void a_snapshot_that_was_whole_when_the_process_ended_is_taken_at_the_next_start()
      throws Exception {
    restore(folder);
    // As a crash leaves it before the first step: the new store whole, the old one in its place.
    var first = temp.resolve("first");
    open(first).close();
    Folders.copy(folder.resolve("store"), first.resolve("store.restored"));
    assertOpensAtTheBase(first);
    // And before the last one: the old store is gone, checkpoint.json the new one's.
    var last = temp.resolve("last");
    Folders.copy(folder, last);
    var _ = Files.move(last.resolve("store"), last.resolve("store.restored"));
    assertOpensAtTheBase(last);
  }

  private static void assertOpensAtTheBase(Path data) {
    try (var opened = open(data)) {
      assertThat(opened.store().head().orElseThrow().height()).isEqualTo(BASE);
      assertThat(opened.store().base().orElseThrow().height()).isEqualTo(BASE);
      assertThat(data.resolve("store.restored")).doesNotExist();
    }
  }
}
