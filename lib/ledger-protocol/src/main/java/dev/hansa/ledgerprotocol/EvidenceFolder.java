package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;

/// Evidence in files: `DIGEST.json`, readable by their owner alone, each written whole and moved in
/// place, one for each pair of checkpoints.
public final class EvidenceFolder implements EvidenceStore {
  /// More are not kept: the first ones say what later ones repeat.
  public static final int FILES_MAX = 100;

  private static final String SUFFIX = ".json";

  private final Path folder;
  private final Consumer<String> report;

  /// The folder is made when there is something to keep. `report` takes one line for each file that
  /// is written, for the log at its most urgent level; it names heights and hashes and nobody.
  public EvidenceFolder(Path folder, Consumer<String> report) {
    this.folder = folder;
    this.report = report;
  }

  @Override
  public synchronized void keep(Evidence evidence) {
    var name = evidence.digest().toHex() + SUFFIX;
    try {
      var _ = Files.createDirectories(folder, mode("rwx------"));
      if (Files.exists(folder.resolve(name)) || isFull()) {
        return;
      }
      write(folder.resolve(name), Json.utf8(evidence.toJson()));
      report.accept(line(evidence, "kept in evidence/" + name));
    } catch (IOException e) {
      report.accept(line(evidence, "could not be kept: " + e.getClass().getSimpleName()));
    }
  }

  private static String line(Evidence evidence, String where) {
    return "ledger evidence " + evidence.kind().code() + ": " + evidence.sentence() + " " + where;
  }

  private boolean isFull() throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).limit(FILES_MAX).count()
          == FILES_MAX;
    }
  }

  private void write(Path file, byte[] bytes) throws IOException {
    var next = folder.resolve(file.getFileName() + ".next");
    // What an interrupted write left behind is no evidence.
    var _ = Files.deleteIfExists(next);
    try (var channel =
        FileChannel.open(
            next,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            mode("rw-------"))) {
      var buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        if (channel.write(buffer) < 0) {
          throw new IOException("the file took nothing");
        }
      }
      channel.force(true);
    }
    var _ = Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }
}
