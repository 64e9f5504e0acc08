package dev.hansa.bench;

import dev.hansa.launcher.acts.Network;
import dev.hansa.launcher.folder.DataFolder;
import dev.hansa.launcher.run.HouseService;
import dev.hansa.launcher.run.Ports;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Comparator;

/// All services in a process of its own, in a data folder that is removed at the end.
final class RunningHouse implements AutoCloseable {
  private static final String MAIN = "dev.hansa.launcher.Main";
  private static final int PORT_BASE = 28_000;
  private static final int PORT_STEPS = 400;
  private static final int START_TRIES = 900;
  private static final int TRY_MILLIS = 200;

  private final Path root;
  private final JavaProcess process;
  private final Network network;
  private boolean peopled;

  private RunningHouse(Path root, JavaProcess process, Network network) {
    this.root = root;
    this.process = process;
    this.network = network;
  }

  static RunningHouse start(SecureRandom random) throws IOException, InterruptedException {
    var root = Files.createTempDirectory("hansa-bench-");
    var data = root.resolve("data");
    int base = Ports.findFreeBase(PORT_BASE + 10 * random.nextInt(PORT_STEPS));
    var process =
        JavaProcess.start(
            root.resolve("said"),
            MAIN,
            "up",
            "--story-clock",
            "--data",
            data.toString(),
            "--port-base",
            Integer.toString(base));
    try {
      await(process);
      return new RunningHouse(
          root, process, Network.connect(new DataFolder(data), Clock.systemUTC(), random));
    } catch (IOException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /// Until it says that it is up.
  private static void await(JavaProcess process) throws IOException, InterruptedException {
    for (int i = 0; i < START_TRIES && !process.endedWithin(TRY_MILLIS); i++) {
      if (process.said().stream().anyMatch(line -> line.startsWith("Ctrl-C stops"))) {
        return;
      }
    }
    var said = process.said();
    throw new IOException(
        "the house did not start: " + (said.isEmpty() ? "it said nothing" : said.getLast()));
  }

  boolean isPeopled() {
    return peopled;
  }

  /// Sets the story's people and organisations, as `./hansa cast` does.
  void cast() {
    var said = new StringWriter();
    int code =
        dev.hansa.launcher.Main.commandLine()
            .setOut(new PrintWriter(Writer.nullWriter()))
            .setErr(new PrintWriter(said))
            .execute("cast", "--data", network.folder().root().toString());
    Measurement.require(code == 0, "the cast could be set (" + said.toString().strip() + ")");
    peopled = true;
  }

  Network network() {
    return network;
  }

  URI url(HouseService service) {
    return URI.create(network.url(service));
  }

  double residentMegabytesMax() throws IOException {
    return process.residentMegabytesMax();
  }

  @Override
  public void close() {
    process.close();
    remove(root);
  }

  static void remove(Path root) {
    try (var files = Files.walk(root)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      // A temporary folder: what is left of it, the system removes.
    }
  }
}
