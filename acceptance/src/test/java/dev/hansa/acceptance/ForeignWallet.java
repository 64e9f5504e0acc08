package dev.hansa.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A wallet or library that is not ours, in a process of its own: a line of JSON for each command,
/// a line of JSON for its answer.
final class ForeignWallet implements AutoCloseable {
  private static final int ANSWER_SECONDS_MAX = 60;

  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;
  private final ObjectNode world;

  private ForeignWallet(Process process, ObjectNode world) {
    this.process = process;
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.world = world;
  }

  /// A wallet of Node.js. `world` goes with every command: what the wallet knows of the network.
  static ForeignWallet ofNode(String program, Optional<Path> authority, ObjectNode world)
      throws Exception {
    return start(Programs.node(), program, authority, world);
  }

  /// A program of Python.
  static ForeignWallet ofPython(String program) throws Exception {
    return start(Programs.python(), program, Optional.empty(), Json.newObject());
  }

  private static ForeignWallet start(
      Path interpreter, String program, Optional<Path> authority, ObjectNode world)
      throws IOException {
    var log = Programs.folder().resolve(program + ".log");
    var process =
        Programs.builder(authority, interpreter.toString(), program)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new ForeignWallet(process, world);
  }

  /// What it answers; it must be able to.
  ObjectNode call(String command, String... members) throws Exception {
    var answer = tryTo(command, members);
    assertThat(answer.has("answer")).as(answer.toPrettyString()).isTrue();
    return Json.object(answer, "answer");
  }

  /// What it answers to a command with these texts. The text `true` is a flag.
  ObjectNode tryTo(String command, String... members) throws Exception {
    var line = world.deepCopy();
    for (int i = 0; i < members.length; i += 2) {
      if (members[i + 1].equals("true")) {
        line.put(members[i], true);
      } else {
        line.put(members[i], members[i + 1]);
      }
    }
    return tryTo(command, line);
  }

  /// What it answers to a command: `answer`, or `error` and what the server `said`.
  ObjectNode tryTo(String command, ObjectNode options) throws Exception {
    var line = options.deepCopy().put("command", command).toString();
    in.write(line);
    in.newLine();
    in.flush();
    try {
      var answer =
          CompletableFuture.supplyAsync(this::readLine).get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
      return Json.parseObject(answer, Json.LENGTH_MAX);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new AssertionError("the program did not answer to " + line, e);
    }
  }

  private String readLine() {
    try {
      var line = out.readLine();
      return line == null ? "{\"error\":\"the program ended\"}" : line;
    } catch (IOException e) {
      return "{\"error\":\"the program ended\"}";
    }
  }

  @Override
  public void close() throws IOException {
    // The end of its input is the end of its work.
    in.close();
    var _ =
        process
            .onExit()
            .orTimeout(10, TimeUnit.SECONDS)
            .exceptionally(_ -> process.destroyForcibly())
            .join();
  }
}
