package dev.hansa.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.DidJwk;
import dev.hansa.identity.MalformedInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalletTest {
  @TempDir private Path folder = Path.of("");
  private final Town town = new Town();

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void a_wallet_keeps_its_key_and_its_credentials() throws IOException {
    var wallet = town.wallet(folder);
    var held = wallet.add(Given.participant(wallet.holderKey().publicKey()));
    var again = town.wallet(folder);
    assertThat(again.holderDid()).isEqualTo(DidJwk.of(wallet.holderKey().publicKey()));
    assertThat(again.list())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.id()).isEqualTo(held.id());
          assertThat(each.vct()).isEqualTo(Given.PARTICIPANT);
          assertThat(each.received()).isEqualTo(Town.NOW);
        });
  }

  @Test
  void nobody_else_can_read_keys_and_credentials() throws IOException {
    var wallet = town.wallet(folder);
    var held = wallet.add(Given.participant(wallet.holderKey().publicKey()));
    for (var file : new String[] {"keys/main.jwk", "credentials/" + held.id() + ".json"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void the_same_credential_is_there_once() throws IOException {
    var wallet = town.wallet(folder);
    var text = Given.participant(wallet.holderKey().publicKey());
    assertThat(wallet.add(text).id()).isEqualTo(wallet.add(text).id());
    assertThat(wallet.list()).hasSize(1);
  }

  @Test
  void a_removed_credential_is_gone_and_an_unknown_one_was_never_there() throws IOException {
    var wallet = town.wallet(folder);
    var held = wallet.add(Given.participant(wallet.holderKey().publicKey()));
    assertThat(wallet.remove("../keys/main")).isFalse();
    assertThat(wallet.remove(held.id())).isTrue();
    assertThat(wallet.list()).isEmpty();
    assertThat(wallet.remove(held.id())).isFalse();
  }

  @Test
  void what_is_no_credential_is_not_added() throws IOException {
    var wallet = town.wallet(folder);
    assertThatThrownBy(() -> wallet.add("hello")).isInstanceOf(MalformedInput.class);
  }

  @Test
  void a_damaged_file_is_said_and_not_overlooked() throws IOException {
    var wallet = town.wallet(folder);
    Files.writeString(folder.resolve("credentials").resolve("x.json"), "{\"id\":");
    assertThatThrownBy(wallet::list).isInstanceOf(UncheckedIOException.class);
  }
}
