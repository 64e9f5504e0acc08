package dev.hansa.ledgerpool.store;

import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerpool.domain.StoreDamaged;
import dev.hansa.ledgerpool.domain.StoreFailed;
import dev.hansa.ledgerpool.files.Folders;
import dev.hansa.ledgerprotocol.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The signed checkpoint in a file of its own. It is synced before anything is acknowledged, so a
/// store that lost its end is not mistaken for one that was killed before it wrote.
final class CheckpointFile {
  private static final int LENGTH_MAX = 16_384;

  private final Path folder;
  private final Path file;
  private final Path next;

  CheckpointFile(Path folder) {
    this.folder = folder;
    this.file = folder.resolve("checkpoint.json");
    this.next = folder.resolve("checkpoint.json.new");
  }

  Optional<Checkpoint> read() {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      if (Files.size(file) > LENGTH_MAX) {
        throw new StoreDamaged("checkpoint.json is too long to be a checkpoint");
      }
      var text = Files.readString(file, StandardCharsets.UTF_8);
      return Optional.of(Checkpoint.parse(Json.parseObject(text)));
    } catch (MalformedInput e) {
      throw new StoreDamaged("checkpoint.json is no checkpoint", e);
    } catch (IOException e) {
      throw new StoreDamaged("checkpoint.json cannot be read", e);
    }
  }

  /// Puts a new checkpoint in the old one's place. When this returns, it is on the disk.
  void write(Checkpoint checkpoint) {
    try {
      try (var channel =
          FileChannel.open(
              next,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        var bytes = ByteBuffer.wrap(Json.utf8(checkpoint.toJson()));
        while (bytes.hasRemaining()) {
          if (channel.write(bytes) < 0) {
            throw new IOException("the file took nothing");
          }
        }
        channel.force(true);
      }
      var _ =
          Files.move(
              next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Folders.sync(folder);
    } catch (IOException e) {
      throw new StoreFailed("checkpoint.json cannot be written", e);
    }
  }
}
