package dev.hansa.ledgerpool.http;

import dev.hansa.ledgerpool.StoryClock;
import dev.hansa.ledgerpool.TestNetwork;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;

/// What a node of a test starts with.
@Factory
@Requires(env = "test")
final class NodeSettings {
  @Singleton
  Clock clock() {
    return new StoryClock();
  }

  static Map<String, String> inNewFolder() {
    try {
      var folder = Files.createTempDirectory("node");
      TestNetwork.writeFiles(folder);
      return Map.of(
          "hansa.network",
          TestNetwork.NAME,
          "hansa.genesis",
          folder.resolve("genesis.json").toString(),
          "hansa.data",
          folder.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
