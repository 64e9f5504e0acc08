package dev.hansa.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The checkout that the bench runs from; `bench/run` says where it is.
final class Checkout {
  private static final Path ROOT = Path.of(System.getProperty("hansa.checkout", "."));

  private Checkout() {}

  static Path resolve(String path) {
    return ROOT.resolve(path).toAbsolutePath().normalize();
  }

  static ObjectNode json(String path) throws IOException {
    return Json.parseObject(Files.readString(resolve(path), StandardCharsets.UTF_8));
  }
}
