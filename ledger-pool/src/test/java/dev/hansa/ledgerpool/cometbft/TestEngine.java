package dev.hansa.ledgerpool.cometbft;

import dev.hansa.identity.DidIndy;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.GenesisBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ConcurrentHashMap;

/// The engine's program for tests, built if it is not there, and a network whose order it makes.
public final class TestEngine {
  private static final ConcurrentHashMap<String, Path> PROGRAMS = new ConcurrentHashMap<>();

  /// As a chain begins at the time of its genesis, which is not to lie ahead.
  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private TestEngine() {}

  /// The program of a line (`0.39`, `0.38`); fails with a sentence where it cannot be built.
  public static Path program(String line) {
    return PROGRAMS.computeIfAbsent(line, TestEngine::build);
  }

  private static Path build(String line) {
    try {
      var script = Path.of("..", "engine", "build").toAbsolutePath().normalize();
      var process = new ProcessBuilder(script.toString(), line).start();
      var path =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      var said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(said.strip());
      }
      return EngineProgram.requireProgram(Path.of(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("building the engine was interrupted", e);
    }
  }

  /// A network of one validator.
  public static Genesis alone() {
    var steward = TestNetwork.publicKey(TestNetwork.key("steward"));
    return new GenesisBuilder(TestNetwork.NAME, BEGIN.truncatedTo(ChronoUnit.SECONDS))
        .trustee(TestNetwork.publicKey(TestNetwork.TRUSTEE))
        .trustee(TestNetwork.publicKey(TestNetwork.key("trustee-2")))
        .trustee(TestNetwork.publicKey(TestNetwork.key("trustee-3")))
        .steward(steward)
        .node(
            "node1",
            TestNetwork.publicKey(TestNetwork.NODE),
            DidIndy.of(TestNetwork.NAME, steward),
            "127.0.0.1",
            9701,
            9702,
            EngineHome.peerId(TestNetwork.publicKey(TestNetwork.key("transport"))))
        .buildPool();
  }

  /// An address of this machine that nobody listens at.
  static String freeAddress() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
