package dev.hansa.ledgerpool.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.ledgerpool.RunningNode;
import dev.hansa.ledgerpool.StoryClock;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.domain.CannotServe;
import dev.hansa.ledgerpool.domain.Submission;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Genesis;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFolderTest {
  @TempDir Path temp;

  private final StoryClock clock = new StoryClock();
  private Path folder;

  @BeforeEach
  void name() {
    folder = temp.resolve("node");
  }

  private RunningNode start(Path data) {
    return RunningNode.start(
        data, TestNetwork.GENESIS, TestNetwork.NODE, clock, 10, (checkpoint, requests, took) -> {});
  }

  private void write(String... names) throws Exception {
    try (var node = start(folder)) {
      for (var name : names) {
        assertThat(node.engine().submit(TestNetwork.nym(name)).get(20, TimeUnit.SECONDS))
            .isInstanceOf(Submission.Settled.class);
      }
    }
  }

  private void copy(String name) throws Exception {
    Folders.copy(folder, temp.resolve(name));
  }

  private LedgerFolder open(Genesis genesis) {
    return LedgerFolder.open(folder, genesis, () -> TestNetwork.founding(genesis));
  }

  private void assertRefused(String... words) throws Exception {
    var before = Folders.all(folder).stream().filter(path -> !path.endsWith("LOG")).count();
    assertThatThrownBy(() -> open(TestNetwork.GENESIS))
        .isInstanceOf(CannotServe.class)
        .hasMessageContainingAll(words);
    // It is refused the second time as well, and its data files are those it had.
    assertThatThrownBy(() -> open(TestNetwork.GENESIS))
        .isInstanceOf(CannotServe.class)
        .hasMessageContainingAll(words);
    assertThat(
            Folders.all(folder).stream()
                .filter(path -> !path.getFileName().toString().startsWith("LOG"))
                .count())
        .isLessThanOrEqualTo(before);
  }

  @Test
  void a_ledger_goes_on_where_it_was() throws Exception {
    write("a", "b");
    try (var node = start(folder)) {
      assertThat(node.engine().checkpoint().height()).isEqualTo(2);
    }
  }

  @Test
  void a_second_process_on_the_folder_is_told_so() throws Exception {
    try (var _ = start(folder)) {
      assertThatThrownBy(() -> open(TestNetwork.GENESIS))
          .isInstanceOf(CannotServe.class)
          .hasMessageStartingWith("Another process has the ledger's folder open");
    }
  }

  @Test
  void a_folder_of_another_network_is_refused() throws Exception {
    write("a");
    assertThatThrownBy(() -> open(TestNetwork.genesis("other")))
        .isInstanceOf(CannotServe.class)
        .hasMessageContaining("another network");
  }

  @Test
  void a_key_that_the_genesis_does_not_name_is_refused() {
    assertThatThrownBy(() ->
            RunningNode.start(
                folder,
                TestNetwork.GENESIS,
                TestNetwork.TRUSTEE,
                clock,
                10,
                (checkpoint, requests, took) -> {}))
        .isInstanceOf(CannotServe.class)
        .hasMessageContaining("hansa.node-key");
    assertThat(folder).doesNotExist();
  }

  @Test
  void a_store_that_lost_its_end_is_refused() throws Exception {
    write("a");
    copy("older");
    write("b", "c");
    Folders.delete(folder.resolve("store"));
    Folders.copy(temp.resolve("older").resolve("store"), folder.resolve("store"));
    assertRefused("ends at height 1", "up to height 3 were acknowledged", "backup");
  }

  @Test
  void the_one_block_that_nobody_was_told_of_is_kept() throws Exception {
    write("a");
    copy("older");
    write("b");
    replaceCheckpoint("older");
    try (var node = start(folder)) {
      assertThat(node.engine().checkpoint().height()).isEqualTo(2);
      assertThat(folder.resolve("checkpoint.json")).content().contains("\"height\":2,");
    }
  }

  @Test
  void a_checkpoint_file_that_is_further_behind_is_refused() throws Exception {
    write("a");
    copy("older");
    write("b", "c");
    replaceCheckpoint("older");
    assertRefused("the store is at height 3, but checkpoint.json at height 1");
  }

  private void replaceCheckpoint(String name) throws Exception {
    var _ =
        Files.copy(
            temp.resolve(name).resolve("checkpoint.json"),
            folder.resolve("checkpoint.json"),
            StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void a_store_of_another_history_is_refused() throws Exception {
    write("a");
    var forked = temp.resolve("forked");
    try (var node = start(forked)) {
      assertThat(node.engine().submit(TestNetwork.nym("other")).get(20, TimeUnit.SECONDS))
          .isInstanceOf(Submission.Settled.class);
    }
    replaceCheckpoint("forked");
    assertRefused("checkpoint.json and the block at its height differ");
  }

  @Test
  void a_checkpoint_that_is_not_signed_by_the_nodes_key_is_refused() throws Exception {
    write("a");
    var file = folder.resolve("checkpoint.json");
    var head = new CheckpointFile(folder).read().orElseThrow().head();
    var forged = Checkpoint.sign("hansa", head, TestNetwork.NOON, TestNetwork.TRUSTEE);
    var _ = Files.writeString(file, forged.toJson().toString(), StandardCharsets.UTF_8);
    assertRefused("checkpoint.json is not signed by the key that the genesis names");
  }

  @Test
  void a_missing_store_is_refused() throws Exception {
    write("a");
    Folders.delete(folder.resolve("store"));
    assertRefused("checkpoint.json is there, but the store is not");
  }

  @Test
  void a_missing_checkpoint_file_is_refused() throws Exception {
    write("a");
    Files.delete(folder.resolve("checkpoint.json"));
    assertRefused("the store is there, but checkpoint.json is not");
  }

  @Test
  void a_founding_that_was_interrupted_is_finished() throws Exception {
    write();
    Files.delete(folder.resolve("checkpoint.json"));
    try (var node = start(folder)) {
      assertThat(node.engine().checkpoint().height()).isZero();
    }
  }

  @Test
  void a_newer_signature_of_an_idle_node_is_kept() throws Exception {
    write("a");
    clock.move(Duration.ofMinutes(1));
    try (var node = start(folder)) {
      assertThat(node.engine().checkpoint().signedAt()).isEqualTo(clock.instant());
    }
    clock.move(Duration.ofMinutes(-1));
    try (var node = start(folder)) {
      assertThat(node.engine().checkpoint().signedAt())
          .isEqualTo(TestNetwork.NOON.plus(Duration.ofMinutes(1)));
    }
  }
}
