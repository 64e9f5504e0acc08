package dev.hansa.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.launcher.Main;
import dev.hansa.launcher.acts.Network;
import dev.hansa.launcher.folder.Addresses;
import dev.hansa.launcher.folder.DataFolder;
import dev.hansa.launcher.run.HouseService;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All services in a process of their own, as `./hansa up` starts them, on ports that were free.
public final class RunningHouse implements AutoCloseable {
  private static final int START_SECONDS_MAX = 180;

  private final Path data;
  private final int portBase;
  private final List<String> flags;
  private Optional<Process> process = Optional.empty();
  private int starts;

  private RunningHouse(Path data, int portBase, List<String> flags) {
    this.data = data;
    this.portBase = portBase;
    this.flags = flags;
  }

  static RunningHouse start(Path data, String... flags) throws Exception {
    var house = new RunningHouse(data, freePorts(), List.of(flags));
    house.start();
    return house;
  }

  /// Starts the process and waits until every service answers.
  void start() throws Exception {
    starts++;
    var output = data.resolveSibling(data.getFileName() + "-up-" + starts + ".txt");
    var words = new ArrayList<>(List.of("up", "--story-clock", "--data", data.toString()));
    words.addAll(List.of("--port-base", String.valueOf(portBase)));
    words.addAll(flags);
    var started =
        java(
                List.of("-Xmx512m", "-XX:+UseSerialGC"),
                "dev.hansa.launcher.Main",
                words.toArray(String[]::new))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process = Optional.of(started);
    for (int tenths = 0; tenths < START_SECONDS_MAX * 10; tenths++) {
      if (Files.readString(output, StandardCharsets.UTF_8).contains("Ctrl-C stops.")) {
        return;
      }
      if (started.waitFor(100, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    throw new AssertionError("the house does not stand: " + Files.readString(output));
  }

  /// `kill -9`: nothing is closed, nothing is flushed.
  void kill() throws InterruptedException {
    var killed = process.orElseThrow().destroyForcibly();
    assertThat(killed.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  /// Ctrl-C.
  @Override
  public void close() {
    process.ifPresent(running -> {
      running.destroy();
      assertThat(running.onExit().orTimeout(60, TimeUnit.SECONDS).join().isAlive()).isFalse();
    });
    process = Optional.empty();
  }

  String url(HouseService service) {
    return service.url(new Addresses(portBase, flags.contains("--tls")));
  }

  Path data() {
    return data;
  }

  /// A client as the command line has it.
  Network connect() {
    return Network.connect(new DataFolder(data), Clock.systemUTC(), new SecureRandom());
  }

  /// What a command says to a script.
  ObjectNode cli(String... words) {
    var said = run(words);
    assertThat(said.code()).as(said.err()).isZero();
    return Json.parseObject(said.out(), Json.LENGTH_MAX);
  }

  /// What our verifier says of a presentation for this audience, bound to its holder.
  ObjectNode verify(String presentation, String nonce, String audience) {
    var network = connect();
    var answer =
        network
            .calls()
            .postAs(
                network.organisations().require("bank"),
                url(HouseService.VERIFIER),
                "/verify",
                Json.newObject()
                    .put("presentation", presentation)
                    .put("nonce", nonce)
                    .put("audience", audience)
                    .put("requireHolderBinding", true));
    assertThat(answer.status()).isEqualTo(200);
    return Json.object(answer.body(), "result");
  }

  /// One command of the command line: its exit code and what it wrote.
  record Said(int code, String out, String err) {}

  Said run(String... words) {
    return run(List.of("--json"), words);
  }

  /// What a command says to people.
  String say(String... words) {
    var said = run(List.of(), words);
    assertThat(said.code()).as(said.err()).isZero();
    return said.out();
  }

  private Said run(List<String> more, String... words) {
    var arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--data", data.toString()));
    arguments.addAll(more);
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments.toArray(String[]::new));
    return new Said(code, out.toString(), err.toString());
  }

  /// A process with the product's class path: without what only these tests have.
  static ProcessBuilder java(List<String> flags, String mainClass, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    // It lives for seconds: the quick compiler does. Flags may say otherwise.
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(flags);
    command.add("-cp");
    command.add(classPath(false));
    command.add(mainClass);
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    // The test's own agents are not the product's.
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return builder;
  }

  /// The product's class path: without what only these tests have, but for their own classes if
  /// they are wanted.
  public static String classPath(boolean withTests) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("micronaut-security"))
        .filter(entry -> withTests || !entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// Seven ports in a row that nobody has now.
  static int freePorts() {
    var random = new SecureRandom();
    for (int attempt = 0; attempt < 100; attempt++) {
      int base = 20_000 + random.nextInt(10_000);
      if (areFree(base)) {
        return base;
      }
    }
    throw new AssertionError("no seven free ports in a row");
  }

  private static boolean areFree(int base) {
    for (int port = base; port < base + 7; port++) {
      try (var socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }
}
