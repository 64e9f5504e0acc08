package dev.hansa.launcher.cli;

import dev.hansa.identity.Json;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Main;
import dev.hansa.launcher.folder.DataFolder;
import dev.hansa.launcher.pool.PoolFolder;
import dev.hansa.launcher.run.Ports;
import dev.hansa.launcher.run.RunningNetwork;
import dev.hansa.launcher.story.Narrator;
import dev.hansa.launcher.story.Story;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `demo`: the whole story, once.
@Command(
    name = "demo",
    description = {
      "Tell the whole story once, in a network of its own.",
      "It goes from a ledger write to an authorised,",
      "settled trade and a signed agreement. Nothing is pretended: real services, real HTTP, real",
      "signatures; only the clock is moved on, and the line says so."
    })
final class DemoCommand extends Act {
  /// Where a base for a story is looked for: below what systems give to outgoing connections, and
  /// at another place each time, so that two stories at once do not meet.
  private static final int PORT_BASE = 20_000;

  private static final int PORT_STEPS = 800;

  @Option(
      names = "--keep",
      description = "Keep the data folder (default: a temporary one, removed at the end).")
  boolean keep;

  @Option(
      names = "--pool",
      description = {
        "Let four stewards' nodes order the ledger, each a process of its own with the consensus",
        "engine beside it, instead of one node."
      })
  boolean pool;

  @Override
  ExitCode run(Output output) {
    long started = System.nanoTime();
    boolean temporary = !spec.commandLine().getParseResult().hasMatchedOption("--data");
    var folder = temporary ? temporaryFolder() : shared.folder();
    int portBase =
        folder
            .network()
            .map(network -> network.portBase())
            .orElseGet(
                () -> Ports.findFreeBase(PORT_BASE + 10 * new SecureRandom().nextInt(PORT_STEPS)));
    output.say(
        "Hansa's story, on 127.0.0.1:%d-%d. Data: %s", portBase, portBase + 6, folder.root());
    var narrator = new Narrator(line -> output.say("%s", line), System::nanoTime);
    var answer = Json.newObject();
    try (var running =
        RunningNetwork.start(
            new RunningNetwork.Wishes(
                folder, Optional.of(portBase), Optional.empty(), true, false, stewards()),
            step -> narrator.say(step.says(), step.restsOn(), step.tookNanos()))) {
      new Story(running.network(), narrator, running::advance).tell();
      var took = Duration.ofNanos(System.nanoTime() - started);
      output.say(
          "All as told, in %.1f s, with %d MB of memory.",
          took.toMillis() / 1000.0, memoryMegabytes());
      output.answer(
          answer.put("asTold", true).put("lines", narrator.lines()).put("millis", took.toMillis()));
      return ExitCode.DONE;
    } catch (Narrator.NotAsTold e) {
      output.say("%s", String.format(Locale.ROOT, "%2d  %s", narrator.lines() + 1, e.getMessage()));
      output.answer(answer.put("asTold", false).put("why", e.getMessage()));
      return ExitCode.REFUSED;
    } finally {
      if (temporary && !keep) {
        remove(folder.root());
      }
    }
  }

  private Optional<RunningNetwork.Pool> stewards() {
    return pool
        ? Optional.of(new RunningNetwork.Pool(PoolFolder.STEWARDS_MIN, Main.class.getName()))
        : Optional.empty();
  }

  private static DataFolder temporaryFolder() {
    try {
      return new DataFolder(Files.createTempDirectory("hansa-demo-"));
    } catch (IOException e) {
      throw new UncheckedIOException("a temporary folder cannot be made", e);
    }
  }

  /// What the process has in memory, where the system tells; else the heap.
  private static long memoryMegabytes() {
    try {
      for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
        }
      }
    } catch (IOException e) {
      // Not Linux: the heap is what we know.
    }
    var runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }

  private static void remove(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      // A temporary folder: what is left of it, the system removes.
    }
  }
}
