package dev.hansa.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.launcher.folder.DataFolder;
import dev.hansa.launcher.folder.NetworkFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// What the command line says when there is nothing to talk to.
class CommandLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path temporary;

  private int run(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void help_names_every_step_of_the_story_and_every_exit_code() {
    assertThat(run("help")).isEqualTo(0);
    assertThat(out.toString())
        .contains(
            "demo",
            "up",
            "did",
            "accredit",
            "offer",
            "wallet",
            "verify",
            "order",
            "sla",
            "revoke",
            "receipt",
            "ledger",
            "cast",
            "sign-in",
            "members",
            "clock");
    for (var code : ExitCode.values()) {
      assertThat(out.toString()).containsPattern("(?m)^ *" + code.code() + "  ");
    }
  }

  @Test
  void every_command_has_data_and_json_and_describes_itself() {
    assertEveryLeaf(Main.commandLine());
  }

  private static void assertEveryLeaf(CommandLine command) {
    for (var sub : command.getSubcommands().values()) {
      if (sub.getCommandName().equals("help")) {
        continue;
      }
      assertThat(sub.getCommandSpec().usageMessage().description())
          .as(sub.getCommandSpec().qualifiedName())
          .isNotEmpty();
      // The list of commands shows the first line alone, so it is a whole sentence.
      assertThat(sub.getCommandSpec().usageMessage().description()[0])
          .as(sub.getCommandSpec().qualifiedName())
          .matches("(?s).*[.:]");
      if (sub.getSubcommands().isEmpty()) {
        assertThat(sub.getCommandSpec().findOption("--data"))
            .as(sub.getCommandSpec().qualifiedName())
            .isNotNull();
        assertThat(sub.getCommandSpec().findOption("--json")).isNotNull();
      }
      assertEveryLeaf(sub);
    }
  }

  @Test
  void a_command_that_cannot_be_read_is_2_and_suggests_what_was_meant() {
    assertThat(run("demmo")).isEqualTo(ExitCode.USAGE.code());
    assertThat(err.toString()).contains("demo");
    assertThat(run("order", "sell")).isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void without_a_network_a_command_is_4_and_one_sentence() {
    assertThat(run("ledger", "verify", "--data", temporary.resolve("none").toString()))
        .isEqualTo(ExitCode.FOLDER.code());
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("./hansa up");
  }

  @Test
  void a_network_that_does_not_run_is_3_and_one_sentence() throws IOException {
    var folder = new DataFolder(temporary);
    folder.create();
    int port = freePort();
    folder.write(new NetworkFile("hansa", port, false, "hash", true, false, Duration.ZERO));
    assertThat(run("clock", "show", "--data", temporary.toString()))
        .isEqualTo(ExitCode.UNAVAILABLE.code());
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void a_port_in_use_is_5_and_one_sentence_that_names_it() throws IOException {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
      int port = socket.getLocalPort();
      assertThat(run("up", "--data", temporary.resolve("new").toString(), "--port-base", "" + port))
          .isEqualTo(ExitCode.PORTS.code());
      assertThat(err.toString().lines()).hasSize(1);
      assertThat(err.toString()).contains("Port " + port);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--port-base=7500", "--network=other", "--tls"})
  void a_folder_of_another_network_or_port_base_or_kind_of_address_is_4_and_one_sentence(
      String flag) {
    var folder = new DataFolder(temporary);
    folder.create();
    folder.write(new NetworkFile("hansa", 7400, false, "hash", true, false, Duration.ZERO));
    assertThat(run("up", "--data", temporary.toString(), flag)).isEqualTo(ExitCode.FOLDER.code());
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void a_receipt_that_is_none_is_1_for_scripts_too() throws IOException {
    var file = temporary.resolve("receipt.json");
    java.nio.file.Files.writeString(file, "{}");
    assertThat(run("receipt", "verify", file.toString(), "--json", "--data", temporary.toString()))
        .isEqualTo(ExitCode.REFUSED.code());
    assertThat(out.toString()).startsWith("{\"holds\":false");
    assertThat(List.of(out.toString().split("\n"))).hasSize(1);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
