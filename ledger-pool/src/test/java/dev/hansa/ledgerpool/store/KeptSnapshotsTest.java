package dev.hansa.ledgerpool.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.domain.Block;
import dev.hansa.ledgerpool.domain.LedgerNode;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.snapshot.SnapshotManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptSnapshotsTest {
  @TempDir Path folder;

  private LedgerFolder opened;
  private LedgerNode node;

  @BeforeEach
  void open() {
    opened = LedgerFolder.open(folder, TestNetwork.GENESIS, TestNetwork::founding);
    node = new LedgerNode(TestNetwork.GENESIS, opened.store());
  }

  @AfterEach
  void close() {
    opened.close();
  }

  private KeptSnapshots every(long blocks) {
    return KeptSnapshots.open(
        folder,
        TestNetwork.GENESIS,
        opened.store(),
        blocks,
        damage -> {
          throw new AssertionError(damage);
        });
  }

  // The next block, and what it is worth to those who join.
  private void block(KeptSnapshots kept) {
    long height = node.info().height() + 1;
    var block = new Block(height, TestNetwork.NOON, List.of(TestNetwork.nym("n" + height)));
    var result = node.finalise(block);
    node.commit(
        block,
        result,
        Checkpoint.sign(TestNetwork.NAME, result.head(), TestNetwork.NOON, TestNetwork.NODE));
    kept.committed(result.head());
    kept.settle();
  }

  private static List<Long> heights(KeptSnapshots kept) {
    return kept.list().stream().map(SnapshotManifest::height).toList();
  }

  @Test
  void one_is_listed_once_the_two_headers_after_it_are_there() {
    try (var kept = every(100)) {
      // There is none yet, so the first block gets one.
      block(kept);
      assertThat(heights(kept)).isEmpty();
      block(kept);
      assertThat(heights(kept)).isEmpty();
      block(kept);
      assertThat(heights(kept)).containsExactly(1L);
    }
  }

  @Test
  void the_last_two_stay_and_are_there_after_a_restart() {
    try (var kept = every(2)) {
      for (int i = 0; i < 10; i++) {
        block(kept);
      }
      assertThat(heights(kept)).containsExactly(8L);
      assertThat(kept.chunk(6, 0)).isEmpty();
      assertThat(kept.chunk(8, 0)).isPresent();
      assertThat(kept.chunk(8, 1)).isEmpty();
      assertThat(kept.chunk(8, -1)).isEmpty();
    }
    try (var kept = every(2)) {
      block(kept);
      block(kept);
      assertThat(heights(kept)).containsExactly(10L);
      assertThat(folder.resolve("snapshots")).isDirectoryContaining("glob:**/12");
    }
  }

  @Test
  void what_a_crash_left_half_written_is_removed_and_never_listed() throws Exception {
    var half = folder.resolve("snapshots").resolve("1.new");
    Files.createDirectories(half);
    var _ = Files.writeString(half.resolve("00000"), "half");
    var bent = folder.resolve("snapshots").resolve("7");
    Files.createDirectories(bent);
    var _ = Files.writeString(bent.resolve("manifest"), "no manifest");
    try (var kept = every(2)) {
      assertThat(heights(kept)).isEmpty();
      assertThat(half).doesNotExist();
      assertThat(bent).doesNotExist();
    }
  }
}
