package dev.hansa.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Bytes;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The programs of others that the profile `interop` runs: installed once a run into
/// `target/interop`, by name, each file's hash checked against `src/interop`'s lists.
final class Programs {
  private static final Path SOURCES = Path.of("src", "interop");
  private static final Path TARGET = Path.of("target", "interop").toAbsolutePath();
  private static final int INSTALL_MINUTES_MAX = 8;

  private Programs() {}

  /// Node.js, with a folder in which the wallets and their libraries are.
  static synchronized Path node() throws Exception {
    var node = require("node", "Node.js 20 or newer");
    var npm = require("npm", "npm, which comes with Node.js");
    copySources();
    if (isStale("package-lock.json", "npm.sha256")) {
      // No package of the list needs to run anything to be installed.
      run("npm ci", npm.toString(), "ci", "--ignore-scripts", "--no-audit", "--no-fund");
      stamp("package-lock.json", "npm.sha256");
    }
    return node;
  }

  /// A Python that has the libraries of `requirements.txt` and no others.
  static synchronized Path python() throws Exception {
    var python = require("python3", "Python 3.10 or newer");
    copySources();
    var own = TARGET.resolve("venv").resolve("bin").resolve("python");
    if (isStale("requirements.txt", "pip.sha256")) {
      run("python3 -m venv", python.toString(), "-m", "venv", "--clear", "venv");
      run(
          "pip install --require-hashes",
          own.toString(),
          "-m",
          "pip",
          "install",
          "--quiet",
          "--disable-pip-version-check",
          "--require-hashes",
          "-r",
          "requirements.txt");
      stamp("requirements.txt", "pip.sha256");
    }
    return own;
  }

  /// Where the programs are.
  static Path folder() {
    return TARGET;
  }

  private static Path require(String program, String whatItIs) {
    for (var folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      var file = Path.of(folder, program);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    throw new AssertionError(
        "The profile interop needs "
            + whatItIs
            + ": there is no "
            + program
            + " on the PATH. Install it, or leave the profile out.");
  }

  private static void copySources() throws IOException {
    Files.createDirectories(TARGET);
    try (var files = Files.list(SOURCES)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, TARGET.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static boolean isStale(String list, String stamp) throws IOException {
    var file = TARGET.resolve(stamp);
    return !Files.exists(file) || !Files.readString(file).equals(hash(list));
  }

  private static void stamp(String list, String stamp) throws IOException {
    Files.writeString(TARGET.resolve(stamp), hash(list));
  }

  private static String hash(String list) throws IOException {
    return Bytes.copyOf(Files.readAllBytes(TARGET.resolve(list))).sha256().toBase64Url();
  }

  private static void run(String what, String... command) throws Exception {
    var log = TARGET.resolve("install.log");
    var process =
        builder(Optional.empty(), command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    var isDone = process.waitFor(INSTALL_MINUTES_MAX, TimeUnit.MINUTES);
    if (!isDone) {
      process.destroyForcibly();
    }
    assertThat(isDone && process.exitValue() == 0)
        .as("%s works: %s", what, Files.readString(log, StandardCharsets.UTF_8))
        .isTrue();
  }

  /// A program in that folder. `authority` is a PEM file that Node.js is to trust besides its own.
  static ProcessBuilder builder(Optional<Path> authority, String... command) {
    var builder = new ProcessBuilder(new ArrayList<>(List.of(command))).directory(TARGET.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("NODE_OPTIONS");
    authority.ifPresent(pem -> builder.environment().put("NODE_EXTRA_CA_CERTS", pem.toString()));
    return builder;
  }
}
