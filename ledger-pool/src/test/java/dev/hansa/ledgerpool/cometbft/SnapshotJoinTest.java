package dev.hansa.ledgerpool.cometbft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.cometbft.SnapshotJoin.Offered;
import dev.hansa.ledgerpool.cometbft.SnapshotJoin.OnChunk;
import dev.hansa.ledgerpool.cometbft.SnapshotJoin.OnOffer;
import dev.hansa.ledgerpool.domain.Block;
import dev.hansa.ledgerpool.domain.LedgerNode;
import dev.hansa.ledgerpool.domain.SnapshotBase;
import dev.hansa.ledgerpool.store.LedgerFolder;
import dev.hansa.ledgerpool.store.TestSnapshots;
import dev.hansa.ledgerpool.store.TestSnapshots.Packed;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.consensus.PoolSeal;
import dev.hansa.ledgerprotocol.snapshot.SnapshotManifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a joining node answers its engine.
class SnapshotJoinTest {
  private static final Genesis GENESIS = TestEngine.alone();

  @TempDir Path temp;

  private final List<SnapshotBase> joined = new ArrayList<>();
  private LedgerFolder folder;
  private Packed snapshot;

  @BeforeEach
  void open() {
    try (var source = open("source")) {
      block(source);
      snapshot = TestSnapshots.write(GENESIS, source.store());
    }
    folder = open("joining");
  }

  @AfterEach
  void close() {
    folder.close();
  }

  private LedgerFolder open(String name) {
    return LedgerFolder.open(
        temp.resolve(name),
        GENESIS,
        TestNetwork.NODE.publicKey(),
        () -> TestNetwork.founding(GENESIS));
  }

  private static void block(LedgerFolder folder) {
    var node = new LedgerNode(GENESIS, folder.store());
    var block =
        new Block(node.info().height() + 1, TestNetwork.NOON, List.of(TestNetwork.nym("a")));
    var result = node.finalise(block).at(block.height(), block.time());
    node.commit(
        block,
        result,
        Checkpoint.sign(TestNetwork.NAME, result.head(), block.time(), TestNetwork.NODE));
  }

  private SnapshotJoin join(LongFunction<PoolSeal> seals) {
    return new SnapshotJoin(
        GENESIS, folder.store(), folder::restore, seals, TestNetwork.NODE, joined::add);
  }

  private SnapshotJoin join() {
    return join(height -> TestSnapshots.seal(height + 2));
  }

  private Offered offered(int format) {
    var manifest = snapshot.manifest();
    return new Offered(
        manifest.height(), format, manifest.chunks().size(), manifest.hash(), manifest.encoded());
  }

  private Bytes appHash() {
    return snapshot.manifest().appHash();
  }

  private long height() {
    return folder.store().head().orElseThrow().height();
  }

  @Test
  void a_snapshot_with_the_app_hash_that_the_pool_signed_is_taken_over() {
    var join = join();
    assertThat(join.progress()).isEmpty();
    assertThat(join.offer(offered(SnapshotManifest.FORM), appHash())).isEqualTo(OnOffer.ACCEPT);
    assertThat(join.progress()).contains(new SnapshotJoin.Progress(1, 0, 1));
    assertThat(join.take(0, snapshot.chunks().getFirst())).isEqualTo(OnChunk.ACCEPT);
    assertThat(height()).isEqualTo(1);
    assertThat(joined).extracting(SnapshotBase::height).containsExactly(1L);
    // An engine that ended before it knew is offered one again.
    assertThat(join.offer(offered(SnapshotManifest.FORM), appHash())).isEqualTo(OnOffer.ACCEPT);
    join.close();
    assertThat(height()).isEqualTo(1);
  }

  @Test
  void another_format_another_app_hash_and_a_ledger_with_blocks_of_its_own_are_refused() {
    var join = join();
    assertThat(join.offer(offered(2), appHash())).isEqualTo(OnOffer.REJECT_FORMAT);
    assertThat(join.offer(offered(SnapshotManifest.FORM), snapshot.manifest().hash()))
        .isEqualTo(OnOffer.REJECT_SENDER);
    assertThat(join.take(0, snapshot.chunks().getFirst())).isEqualTo(OnChunk.ABORT);
    block(folder);
    assertThat(join.offer(offered(SnapshotManifest.FORM), appHash())).isEqualTo(OnOffer.ABORT);
  }

  @Test
  void a_chunk_that_was_changed_comes_again_and_a_snapshot_that_lies_is_rejected_whole() {
    var join = join();
    assertThat(join.offer(offered(SnapshotManifest.FORM), appHash())).isEqualTo(OnOffer.ACCEPT);
    var changed = snapshot.chunks().getFirst().clone();
    changed[changed.length / 2] ^= 1;
    assertThat(join.take(0, changed)).isEqualTo(OnChunk.AGAIN);
    // Chunk 1 is none of this snapshot's.
    assertThat(join.take(1, changed)).isEqualTo(OnChunk.REJECT);
    assertThat(temp.resolve("joining").resolve("store.restoring")).doesNotExist();
    assertThat(height()).isZero();
    assertThat(joined).isEmpty();
  }

  @Test
  void without_the_pools_seal_nothing_is_fetched() {
    var join =
        join(height -> {
          throw new LedgerUnavailable("no node shows one");
        });
    assertThat(join.offer(offered(SnapshotManifest.FORM), appHash())).isEqualTo(OnOffer.REJECT);
    assertThat(temp.resolve("joining").resolve("store.restoring")).doesNotExist();
  }
}
