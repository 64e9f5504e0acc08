package dev.hansa.ledgerprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.ledgerprotocol.replay.ReplayMain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same log, replayed elsewhere, gives the same app hash.
class DeterminismTest {
  @TempDir Path folder;

  private Path genesis() throws IOException {
    return Vectors.copy("ledger/genesis.json", folder);
  }

  private Path blocks() throws IOException {
    return Vectors.copy("ledger/blocks.txt", folder);
  }

  private static String expected() {
    return Vectors.read("ledger/replay.json").get("appHash").textValue();
  }

  @Test
  void a_replay_gives_the_app_hash_that_is_written_down() throws IOException {
    assertThat(ReplayMain.replay(genesis(), blocks()).toHex()).isEqualTo(expected());
  }

  @Test
  void a_replay_in_turkish_in_kathmandu_on_one_core_gives_the_same()
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Duser.timezone=Asia/Kathmandu",
                "-Dfile.encoding=ISO-8859-9",
                "-XX:ActiveProcessorCount=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ReplayMain.class.getName()));
    command.add(genesis().toString());
    command.add(blocks().toString());
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(printed).isEqualTo(expected());
  }

  @Test
  void one_block_or_many_give_the_same_state() {
    var many = new TestStory().net;
    var again = new TestStory().net;
    assertThat(again.lines).isEqualTo(many.lines);
    assertThat(again.store.head()).isEqualTo(many.store.head());
  }
}
