package dev.hansa.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.launcher.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is typed wrong is said in words, and nothing is made or changed by it.
class MistypedTest {
  @TempDir private Path temporary;

  private record Said(int code, String text) {}

  private static Said run(String... arguments) {
    var said = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(said, true))
            .execute(arguments);
    return new Said(code, said.toString());
  }

  private Path pool(String name) {
    var folder = temporary.resolve(name);
    assertThat(run("pool", "init", folder.toString()).code()).isZero();
    return folder;
  }

  @Test
  void a_folder_that_has_a_node_keeps_its_genesis_and_its_addresses() throws Exception {
    var node = pool("ours").resolve("nodes").resolve("node1");
    var before = Files.readString(node.resolve("genesis.json"), StandardCharsets.UTF_8);
    var other = pool("theirs").resolve("genesis.json");

    var said = run("node", "init", "--genesis", other.toString(), node.toString());

    assertThat(said.code()).isEqualTo(4);
    assertThat(said.text()).contains("There is a node in " + node + " already");
    assertThat(Files.readString(node.resolve("genesis.json"), StandardCharsets.UTF_8))
        .isEqualTo(before);
    assertThat(Files.readString(node.resolve("node.json"), StandardCharsets.UTF_8))
        .contains("127.0.1.1:9703");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:65536", "127.0.0.1:99999", "127.0.0.1:0", "127.0.0.1", ":9703"})
  void an_address_that_nothing_can_listen_at_makes_no_node(String address) {
    var genesis = pool("pool").resolve("genesis.json").toString();
    var node = temporary.resolve("node");

    var said = run("node", "init", "--genesis", genesis, "--http", address, node.toString());

    assertThat(said.code()).isEqualTo(2);
    assertThat(said.text()).contains("An address reads host:port");
    assertThat(node).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b,10.0.0.2,10.0.0.3,10.0.0.4",
        "steward.example,10.0.0.2,10.0.0.3,10.0.0.4",
        "10.0.0.256,10.0.0.2,10.0.0.3,10.0.0.4",
        "10.0.0,10.0.0.2,10.0.0.3,10.0.0.4",
        "10.0.0.1.,10.0.0.2,10.0.0.3,10.0.0.4",
        "fd00::1,10.0.0.2,10.0.0.3,10.0.0.4",
        "10.0.0.1,10.0.0.1,10.0.0.3,10.0.0.4",
        "10.0.0.1,10.0.0.2"
      })
  void hosts_that_no_pool_can_be_at_found_none(String hosts) {
    var folder = temporary.resolve("pool");

    var said = run("pool", "init", "--hosts", hosts, folder.toString());

    assertThat(said.code()).isEqualTo(2);
    assertThat(said.text()).contains("--hosts names");
    assertThat(folder).doesNotExist();
  }

  @Test
  void a_pool_is_founded_at_the_hosts_that_are_named() throws Exception {
    var folder = temporary.resolve("pool");
    var hosts = "10.0.0.1,10.20.30.40,192.168.255.250,127.0.0.1";

    assertThat(run("pool", "init", "--hosts", hosts, folder.toString()).code()).isZero();

    assertThat(
            Files.readString(
                folder.resolve("nodes").resolve("node3").resolve("node.json"),
                StandardCharsets.UTF_8))
        .contains("192.168.255.250:9703");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://", "http://bad host", "https://[", "http://%%"})
  void an_address_that_is_none_is_no_fault_of_ours(String address) {
    var said = run("node", "status", address);

    assertThat(said.code()).isEqualTo(2);
    assertThat(said.text()).contains("A node's address reads such as http://10.0.0.7:9703.");
  }

  @Test
  void a_hash_that_is_none_is_said_by_the_name_of_its_option() throws Exception {
    var file = Files.writeString(temporary.resolve("r.json"), "{}", StandardCharsets.UTF_8);

    var said = run("receipt", "verify", file.toString(), "--genesis", "!!");

    assertThat(said.code()).isEqualTo(2);
    assertThat(said.text()).contains("--genesis: a hash is base64url");
  }
}
