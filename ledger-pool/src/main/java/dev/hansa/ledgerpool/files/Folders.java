package dev.hansa.ledgerpool.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;

/// What is done to whole folders.
public final class Folders {
  private Folders() {}

  /// Removes a folder with all that is in it; nothing if there is none.
  public static void deleteAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var paths = Files.walk(folder)) {
        for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /// Syncs the folder's entries, or a file that was put in another's place could be gone again.
  public static void sync(Path folder) throws IOException {
    try (var entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }
}
