package dev.hansa.ledgerpool.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Copies of a node's folder, to damage or to look at.
final class Folders {
  private Folders() {}

  static void copy(Path from, Path to) throws IOException {
    for (var path : all(from)) {
      var target = to.resolve(from.relativize(path).toString());
      if (Files.isDirectory(path)) {
        var _ = Files.createDirectories(target);
      } else {
        var _ = Files.copy(path, target);
      }
    }
  }

  static void delete(Path folder) throws IOException {
    for (var path : all(folder).reversed()) {
      Files.delete(path);
    }
  }

  static List<Path> all(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      return paths.sorted().toList();
    }
  }
}
