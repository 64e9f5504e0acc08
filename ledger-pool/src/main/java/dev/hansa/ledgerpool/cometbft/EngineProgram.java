package dev.hansa.ledgerpool.cometbft;

import dev.hansa.ledgerpool.domain.CannotServe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The engine's program: where it is, and whether it is one that this node was made for.
public final class EngineProgram {
  /// The versions that the same tests run on, the pinned one first.
  public static final List<String> VERSIONS = List.of("0.39.4", "0.38.25");

  private static final int SECONDS_MAX = 20;

  private EngineProgram() {}

  /// Looks where `engine/build` puts it, unless `HANSA_COMETBFT` names another. `environment` is
  /// the process's.
  public static Path find(Map<String, String> environment) {
    var named = environment.get("HANSA_COMETBFT");
    if (named != null) {
      return requireProgram(Path.of(named));
    }
    return cached(environment, VERSIONS.getFirst())
        .orElseThrow(() ->
            new CannotServe(
                "The consensus engine (CometBFT "
                    + VERSIONS.getFirst()
                    + ") is not there; build it with engine/build, or name its program with"
                    + " HANSA_COMETBFT."));
  }

  /// The program of a version in the user's cache, if it was built.
  public static Optional<Path> cached(Map<String, String> environment, String version) {
    var cache = environment.get("HANSA_ENGINE_CACHE");
    var base = environment.get("XDG_CACHE_HOME");
    var home = environment.getOrDefault("HOME", "/");
    var folder =
        cache != null
            ? Path.of(cache)
            : (base != null ? Path.of(base) : Path.of(home, ".cache"))
                .resolve("hansa")
                .resolve("engine");
    return Optional.of(folder.resolve("cometbft-" + version)).filter(Files::isExecutable);
  }

  /// That this program is a version that this node was made for.
  public static Path requireProgram(Path program) {
    var version = version(program);
    if (!VERSIONS.contains(version)) {
      throw new CannotServe(
          "The consensus engine that was named is not CometBFT "
              + String.join(" or ", VERSIONS)
              + "; build the right one with engine/build.");
    }
    return program;
  }

  private static String version(Path program) {
    try {
      var process =
          new ProcessBuilder(program.toString(), "version").redirectErrorStream(true).start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        var _ = process.destroyForcibly();
      }
      var first = said.strip().lines().findFirst().orElse("");
      var plain = first.startsWith("v") ? first.substring(1) : first;
      return plain.contains("+") ? plain.substring(0, plain.indexOf('+')) : plain;
    } catch (IOException e) {
      throw new CannotServe("The consensus engine that was named cannot be started.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotServe("Asking the consensus engine for its version was interrupted.", e);
    }
  }
}
