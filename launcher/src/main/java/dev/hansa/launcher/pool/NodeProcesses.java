package dev.hansa.launcher.pool;

import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.ledgerprotocol.LedgerClient;
import dev.hansa.ledgerprotocol.Members;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The nodes of a pool on this machine, each a process of its own that runs `hansa node`. Closing
/// it stops them all.
public final class NodeProcesses implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofMinutes(3);
  private static final Duration STOP_MAX = Duration.ofSeconds(15);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final List<Running> running = new ArrayList<>();
  private final HttpClient http;

  private record Running(NodeFolder folder, Process process) {}

  private NodeProcesses(HttpClient http) {
    this.http = http;
  }

  /// How the nodes compile. On few cores four JVMs that optimise at once take the cores from the
  /// nodes for minutes; who runs for long wants it nevertheless, as `./hansa node` has it.
  public enum Compilers {
    QUICK,
    ALL
  }

  /// Starts every node of the folder and returns at once. `main` is the class whose `node` command
  /// runs one.
  public static NodeProcesses start(PoolFolder pool, String main, HttpClient http) {
    return start(pool, main, http, Compilers.QUICK);
  }

  public static NodeProcesses start(
      PoolFolder pool, String main, HttpClient http, Compilers compilers) {
    var nodes = pool.nodes();
    nodes.forEach(NodeProcesses::requireFree);
    var processes = new NodeProcesses(http);
    try {
      for (var node : nodes) {
        processes.running.add(new Running(node, launch(node, main, compilers)));
      }
      return processes;
    } catch (IOException e) {
      processes.close();
      throw new Stop(ExitCode.FAULT, "The process of a node cannot be started.", e);
    }
  }

  /// Whoever listens there already, such as the same pool started before, would be taken for the
  /// node.
  private static void requireFree(NodeFolder node) {
    var addresses = node.addresses();
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(addresses.httpHost(), addresses.httpPort()));
    } catch (IOException e) {
      throw new Stop(
          ExitCode.PORTS,
          addresses.http()
              + ", where the node in "
              + node.root()
              + " listens, is in use, or no address of this machine; stop what runs there, or run"
              + " each node on its own machine (./hansa node).",
          e);
    }
  }

  private static Process launch(NodeFolder node, String main, Compilers compilers)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (compilers == Compilers.QUICK) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-Xss512k",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dfile.encoding=UTF-8",
            "-cp",
            System.getProperty("java.class.path"),
            main,
            "node",
            node.root().toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(node.root() + ".out")))
        .start();
  }

  public List<NodeFolder> nodes() {
    return running.stream().map(Running::folder).toList();
  }

  /// Waits until every node passes on what the pool vouched for.
  public void awaitReady() {
    long until = System.nanoTime() + START_MAX.toNanos();
    for (var node : running) {
      while (!isReady(node.folder().url())) {
        if (!node.process().isAlive()) {
          throw new Stop(
              ExitCode.FAULT,
              "The node in "
                  + node.folder().root()
                  + " ended; the reason is in "
                  + node.folder().root()
                  + ".out");
        }
        if (System.nanoTime() - until > 0) {
          throw new Stop(
              ExitCode.UNAVAILABLE,
              "The pool did not come into step within "
                  + START_MAX.toSeconds()
                  + " s; hansa pool explain says why.");
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private boolean isReady(String url) {
    return isReady(http, url);
  }

  /// True if the node at this address passes on a checkpoint that clients still believe: after a
  /// pool stood still, the first block of now takes it some seconds.
  public static boolean isReady(HttpClient http, String url) {
    try {
      var answer =
          http.send(
              HttpRequest.newBuilder(URI.create(url + "/v1/checkpoint"))
                  .timeout(Duration.ofSeconds(5))
                  .build(),
              BodyHandlers.ofByteArray());
      return answer.statusCode() == 200
          && Members.instant(
                  Json.parseObject(new String(answer.body(), StandardCharsets.UTF_8)), "signedAt")
              .isAfter(Clock.systemUTC().instant().minus(LedgerClient.FRESHNESS_MAX));
    } catch (IOException | MalformedInput e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    running.forEach(node -> node.process().destroy());
    long until = System.nanoTime() + STOP_MAX.toNanos();
    for (var node : running) {
      try {
        if (!node.process().waitFor(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          var _ = node.process().destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        var _ = node.process().destroyForcibly();
      }
    }
    running.clear();
  }
}
