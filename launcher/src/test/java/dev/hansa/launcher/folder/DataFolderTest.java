package dev.hansa.launcher.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFolderTest {
  @TempDir private Path temporary;

  @Test
  void a_new_folder_belongs_to_its_owner_alone_and_is_never_committed() throws Exception {
    var folder = new DataFolder(temporary.resolve("new"));
    folder.create();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.root())))
        .isEqualTo("rwx------");
    assertThat(Files.readString(folder.root().resolve(".gitignore"), StandardCharsets.UTF_8))
        .isEqualTo("*\n");
    assertThat(folder.network()).isEmpty();
  }

  @Test
  void a_folder_with_other_things_in_it_is_left_as_it_is() throws Exception {
    Files.writeString(temporary.resolve("letter.txt"), "dear", StandardCharsets.UTF_8);
    var folder = new DataFolder(temporary);
    assertStop(folder::create, ExitCode.FOLDER, "is not empty and holds no network");
    try (var files = Files.list(temporary)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void what_a_folder_remembers_is_read_as_it_was_written() {
    var folder = new DataFolder(temporary);
    folder.create();
    var network = new NetworkFile("hansa", 7400, false, "hash", true, true, Duration.ofMinutes(47));
    folder.write(network);
    assertThat(folder.network()).isEqualTo(Optional.of(network));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"network\":\"hansa\",\"portBase\":80,\"genesisHash\":\"x\",\"clockAheadSeconds\":0}",
        "{\"network\":\"hansa\",\"portBase\":7400,\"genesisHash\":\"x\",\"clockAheadSeconds\":-1}"
      })
  void a_damaged_network_file_is_told_in_a_sentence(String text) throws Exception {
    Files.writeString(temporary.resolve("network.json"), text, StandardCharsets.UTF_8);
    assertStop(
        () -> new DataFolder(temporary).network(), ExitCode.FOLDER, "network.json cannot be read");
  }

  @Test
  void a_command_without_a_network_says_how_to_get_one() {
    assertStop(() -> new DataFolder(temporary).requireNetwork(), ExitCode.FOLDER, "./hansa up");
  }

  @Test
  void one_process_at_a_time() {
    var folder = new DataFolder(temporary);
    folder.create();
    try (var first = FolderLock.take(folder)) {
      assertThat(first).isNotNull();
      assertStop(() -> FolderLock.take(folder), ExitCode.FOLDER, "Another process");
    }
    FolderLock.take(folder).close();
  }

  private static void assertStop(ThrowingCallable act, ExitCode code, String words) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(Stop.class, stop -> assertThat(stop.code()).isEqualTo(code))
        .hasMessageContaining(words);
  }
}
