package dev.hansa.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A Java process of its own on this class path, with the flags that `./hansa` gives. What it says
/// goes to a file.
final class JavaProcess implements AutoCloseable {
  private static final int STOP_SECONDS = 30;

  /// As in `./hansa`, for `demo` and `up`.
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx512m",
          "-Xss512k",
          "-XX:MaxMetaspaceSize=256m",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dfile.encoding=UTF-8",
          "-Dstdout.encoding=UTF-8",
          "-D" + BareController.SWITCH + "=true");

  private final Process process;
  private final Path said;

  private JavaProcess(Process process, Path said) {
    this.process = process;
    this.said = said;
  }

  /// `HANSA_JAVA_OPTS` adds flags, such as those of a profile.
  static JavaProcess start(Path said, String mainClass, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    Optional.ofNullable(System.getenv("HANSA_JAVA_OPTS"))
        .filter(options -> !options.isBlank())
        .ifPresent(options -> command.addAll(List.of(options.strip().split("\\s+"))));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    // Whoever interrupts the bench leaves nothing running.
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroy));
    return new JavaProcess(process, said);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// True if it ended within this time.
  boolean endedWithin(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  int exitCode() {
    return process.exitValue();
  }

  List<String> said() throws IOException {
    return Files.readAllLines(said, StandardCharsets.UTF_8);
  }

  /// The most memory that it ever had resident, in MB.
  double residentMegabytesMax() throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    throw new IOException("this system does not tell how much memory a process has");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
