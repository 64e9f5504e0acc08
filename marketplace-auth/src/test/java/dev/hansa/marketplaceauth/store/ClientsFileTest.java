package dev.hansa.marketplaceauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientsFileTest {
  @TempDir Path folder = Path.of(".");

  private Path file(String client) throws IOException {
    var file = folder.resolve("clients.json");
    Files.writeString(file, "{\"clients\":[" + client + "]}", StandardCharsets.UTF_8);
    return file;
  }

  @Test
  void the_command_line_is_always_there() {
    var client = ClientsFile.load(Optional.empty(), "https://market.example").find("hansa-cli");
    assertThat(client.orElseThrow().firstParty()).isTrue();
    assertThat(client.orElseThrow().resources()).containsExactly("https://market.example");
  }

  @Test
  void a_redirect_uri_by_http_is_on_loopback() throws IOException {
    var file =
        file("{\"client_id\":\"c\",\"name\":\"C\",\"redirect_uris\":[\"http://shop.example/\"]}");
    assertThatThrownBy(() -> ClientsFile.load(Optional.of(file), "m"))
        .hasMessageContaining("auth.clients")
        .hasMessageContaining("https");
  }

  @Test
  void a_short_secret_stops_the_start() throws IOException {
    Files.writeString(folder.resolve("s"), "short", StandardCharsets.UTF_8);
    var file =
        file(
            "{\"client_id\":\"c\",\"name\":\"C\",\"redirect_uris\":[\"https://c.example/\"],"
                + "\"secret_file\":\"s\"}");
    assertThatThrownBy(() -> ClientsFile.load(Optional.of(file), "m"))
        .hasMessageContaining("secret");
  }

  @Test
  void nobody_takes_the_command_lines_name() throws IOException {
    var file =
        file(
            "{\"client_id\":\"hansa-cli\",\"name\":\"C\",\"redirect_uris\":[\"https://c.example/\"]}");
    assertThatThrownBy(() -> ClientsFile.load(Optional.of(file), "m"))
        .hasMessageContaining("client_id");
  }

  @Test
  void a_member_that_is_not_known_stops_the_start() throws IOException {
    var file =
        file(
            "{\"client_id\":\"c\",\"name\":\"C\",\"redirect_uris\":[\"https://c.example/\"],"
                + "\"redirect_uri\":\"x\"}");
    assertThatThrownBy(() -> ClientsFile.load(Optional.of(file), "m"))
        .hasMessageContaining("not known");
  }
}
