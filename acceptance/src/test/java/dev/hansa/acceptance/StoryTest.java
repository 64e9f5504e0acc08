package dev.hansa.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole story in a process of its own, as a user starts it, and what it left behind.
class StoryTest {
  private static final long MINUTES_MAX = 5;

  @TempDir static Path folder;
  private static int exitCode;
  private static String told = "";
  private static String log = "";

  @BeforeAll
  static void tell() throws Exception {
    var data = folder.resolve("data");
    var output = folder.resolve("told.txt");
    var process =
        java(List.of(), "dev.hansa.launcher.Main", "demo", "--data", data.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    told = Files.readString(output, StandardCharsets.UTF_8);
    exitCode = ended ? process.exitValue() : -1;
    log = logs(data);
  }

  @Test
  void the_story_is_as_told() {
    assertThat(exitCode).as(told).isZero();
    assertThat(told).contains("All as told");
    assertThat(told.lines().count()).isLessThanOrEqualTo(42);
  }

  /// Rules that refuse in the story, and what each refusal names.
  @ParameterizedTest
  @CsvSource({
    "F03-export-ceiling",
    "F02-band-not-licensed",
    "F01-licence-revoked",
  })
  void the_story_shows_the_rules_that_refuse(String rule) {
    assertThat(told).contains(rule);
  }

  @Test
  void the_services_wrote_a_log_of_their_requests() {
    assertThat(log).contains("POST /orders").contains("POST /v1/requests");
  }

  /// Keys, tokens, codes, DIDs and personal data appear in no log.
  @ParameterizedTest
  @CsvSource({
    "a private key, '\"d\"\\s*:\\s*\"'",
    "a JWT, 'eyJ[A-Za-z0-9_-]{20,}\\.'",
    "a DID, 'did:(indy|jwk|key):[A-Za-z0-9]'",
    "a metering point, '(?<![0-9])(735999|707057|571313)[0-9]{12}(?![0-9])'",
    "a pre-authorized code or token, '(?i)(pre-authorized_code|access_token|refresh_token|tx_code|code_verifier)[\"=:]+[A-Za-z0-9]'",
    "an e-mail address, '[a-z.]+@[a-z]+\\.[a-z]+'"
  })
  void the_log_says_nothing_secret_or_personal(String what, String pattern) {
    var found =
        log.lines().filter(line -> Pattern.compile(pattern).matcher(line).find()).limit(3).toList();
    assertThat(found).as(what).isEmpty();
  }

  @Test
  void no_fault_of_ours_was_logged() {
    assertThat(log.lines().filter(line -> line.contains(" ERROR ")).limit(3)).isEmpty();
  }

  /// The log of the ledger's blocks, applied in five fresh JVMs with other locales, time zones,
  /// compilers and processors, gives one app hash.
  @Test
  void the_ledger_replays_to_the_same_app_hash_everywhere() throws Exception {
    var data = folder.resolve("data");
    var genesis = data.resolve("genesis.json");
    var blocks = folder.resolve("blocks.jsonl");
    var served = export(data, genesis, blocks);
    var hashes = new ArrayList<String>();
    for (var flags :
        List.of(
            List.<String>of(),
            List.of("-Duser.language=tr", "-Duser.country=TR"),
            List.of("-Duser.timezone=Asia/Kathmandu", "-XX:TieredStopAtLevel=4"),
            List.of("-XX:ActiveProcessorCount=1", "-Dfile.encoding=ISO-8859-1"),
            List.of("-XX:hashCode=2", "-Duser.language=ar"))) {
      hashes.add(replay(flags, genesis, blocks));
    }
    assertThat(hashes.getFirst()).matches("[0-9a-f]{64}");
    assertThat(hashes.stream().distinct()).hasSize(1);
    // And it is the one that the node signed.
    assertThat(hashes.getFirst()).isEqualTo(served);
  }

  /// Starts the node alone on the story's data and writes its blocks; the app hash that it signs.
  private static String export(Path data, Path genesis, Path blocks) throws Exception {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var url = "http://127.0.0.1:" + port;
    var output = folder.resolve("node.txt");
    var node =
        java(
                List.of(
                    "-Dhansa.genesis=" + genesis,
                    "-Dhansa.data=" + data.resolve("services").resolve("ledger-pool"),
                    "-Dhansa.public-url=" + url,
                    "-Dmicronaut.server.port=" + port),
                "dev.hansa.ledgerpool.Application")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try (var http = HttpClient.newHttpClient()) {
      var checkpoint = untilServed(node, http, url, output);
      var lines = new ArrayList<String>();
      for (int height = 1; ; height++) {
        var block = get(http, url + "/v1/blocks/" + height);
        if (block.statusCode() == 404) {
          break;
        }
        var json = Json.parseObject(block.body(), 16 * Json.LENGTH_MAX);
        var line = Json.newObject();
        line.set("time", json.get("time"));
        line.set("requests", json.get("requests"));
        lines.add(line.toString());
      }
      assertThat(lines).hasSizeGreaterThan(20);
      Files.write(blocks, lines, StandardCharsets.UTF_8);
      return Bytes.fromBase64Url(checkpoint.get("appHash").textValue()).toHex();
    } finally {
      node.destroy();
      assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static ObjectNode untilServed(Process node, HttpClient http, String url, Path output)
      throws Exception {
    for (int attempt = 0; attempt < 300 && node.isAlive(); attempt++) {
      try {
        var answer = get(http, url + "/v1/checkpoint");
        if (answer.statusCode() == 200) {
          return Json.parseObject(answer.body());
        }
      } catch (IOException e) {
        // Not there yet.
      }
      var _ = node.waitFor(200, TimeUnit.MILLISECONDS);
    }
    throw new AssertionError("the node alone does not serve: " + Files.readString(output));
  }

  private static HttpResponse<String> get(HttpClient http, String address) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String replay(List<String> flags, Path genesis, Path blocks) throws Exception {
    var all = new ArrayList<>(flags);
    if (flags.contains("-XX:hashCode=2")) {
      all.addFirst("-XX:+UnlockExperimentalVMOptions");
    }
    var output = Files.createTempFile(folder, "replay-", ".txt");
    var process =
        java(
                all,
                "dev.hansa.ledgerprotocol.replay.ReplayMain",
                genesis.toString(),
                blocks.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    var printed = Files.readString(output).strip();
    assertThat(process.exitValue()).as(printed).isZero();
    return printed.lines().reduce((_, last) -> last).orElse("").toLowerCase(Locale.ROOT);
  }

  private static ProcessBuilder java(List<String> flags, String mainClass, String... arguments) {
    var all = new ArrayList<>(List.of("-Xmx768m"));
    all.addAll(flags);
    return RunningHouse.java(all, mainClass, arguments).directory(folder.toFile());
  }

  private static String logs(Path data) throws IOException {
    var text = new StringBuilder();
    try (Stream<Path> files = Files.walk(data.resolve("logs"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file, StandardCharsets.UTF_8)).append('\n');
      }
    }
    return text.toString();
  }
}
