package dev.hansa.marketplaceauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
  @TempDir Path folder = Path.of(".");

  @Test
  void the_key_is_made_once_and_is_the_owners_alone() throws IOException {
    var file = folder.resolve("data/secret");
    var made = SecretFile.readOrCreate(file, new SecureRandom());
    assertThat(made.expose()).hasSize(32);
    assertThat(SecretFile.readOrCreate(file, new SecureRandom()).expose()).isEqualTo(made.expose());
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void a_key_that_others_may_read_stops_the_start() throws IOException {
    var file = folder.resolve("secret");
    var _ = SecretFile.readOrCreate(file, new SecureRandom());
    var _ = Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> SecretFile.readOrCreate(file, new SecureRandom()))
        .hasMessageContaining("0600");
  }
}
