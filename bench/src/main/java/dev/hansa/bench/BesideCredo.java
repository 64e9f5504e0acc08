package dev.hansa.bench;

import dev.hansa.identity.Json;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// SD-JWT VCs of the same claims, issued and verified by us and, in the same run, by [Credo for
/// Node.js](https://credo.js.org), a peer that installs from its package registry. Each on one
/// thread, in its own process, with nothing to fetch.
final class BesideCredo {
  /// So many times what Credo does is aimed at.
  private static final double TARGET = 20;

  private static final Path SOURCES = Checkout.resolve("acceptance/src/interop");
  private static final Path FOLDER = Checkout.resolve("bench/target/peer");
  private static final int MINUTES_MAX = 8;

  private Optional<Speeds> known = Optional.empty();

  private record Speeds(double issued, double verified) {}

  Measurement issuing() {
    return new One("peer-issue", "SD-JWT VCs issued in process, 1 thread") {
      @Override
      double ours(Stand stand) throws Exception {
        return IssuanceInProcess.rate(stand);
      }

      @Override
      double theirs(Speeds credo) {
        return credo.issued();
      }
    };
  }

  Measurement verifying(PresentationInProcess presentations) {
    return new One(
        "peer-verify", "presentations verified in process, with trust and status, 1 thread") {
      @Override
      double ours(Stand stand) throws Exception {
        return presentations.rate(stand);
      }

      @Override
      double theirs(Speeds credo) {
        return credo.verified();
      }
    };
  }

  private abstract class One implements Measurement {
    private final String name;
    private final String what;

    One(String name, String what) {
      this.name = name;
      this.what = what;
    }

    abstract double ours(Stand stand) throws Exception;

    abstract double theirs(Speeds credo);

    @Override
    public String name() {
      return name;
    }

    @Override
    public String what() {
      return what;
    }

    @Override
    public Row measure(Stand stand) throws Exception {
      double ours = ours(stand);
      double theirs = theirs(credo(stand));
      return perSecond(ours, TARGET * theirs, new Row.Limit("Credo for Node.js", theirs));
    }
  }

  private Speeds credo(Stand stand) throws Exception {
    if (known.isEmpty()) {
      known = Optional.of(measured(stand));
    }
    return known.get();
  }

  private static Speeds measured(Stand stand) throws Exception {
    stand.say("Credo is installed from its registry");
    Files.createDirectories(FOLDER);
    try (var files = Files.list(SOURCES)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var _ =
            Files.copy(
                file, FOLDER.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    var _ =
        run(
            List.of(
                program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"));
    stand.say("Credo issues and verifies");
    var said =
        run(
            List.of(
                program("node"), "credo-speed.mjs", Long.toString(stand.measured().toSeconds())));
    var json = Json.parseObject(said.strip().lines().reduce((_, last) -> last).orElse(""));
    return new Speeds(json.path("issued").asDouble(), json.path("verified").asDouble());
  }

  private static String program(String name) throws IOException {
    for (var folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, name))) {
        return Path.of(folder, name).toString();
      }
    }
    throw new IOException("the peer needs Node.js 20 or newer with npm: no " + name);
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command)
            .directory(FOLDER.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("the peer's program ended with a fault: " + command.getLast());
    }
    return said;
  }
}
