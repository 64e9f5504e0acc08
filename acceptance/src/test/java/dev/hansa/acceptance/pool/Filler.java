package dev.hansa.acceptance.pool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that takes the room of a host's disk until it is closed. It is written until it is long
/// enough or the disk takes no more: whoever asks for the room that was free a moment ago is
/// refused when a node wrote meanwhile.
record Filler(Path file) implements AutoCloseable {
  /// Nothing is left on the disk of `folder`.
  static Filler whole(Path folder) {
    return but(0, folder);
  }

  /// About `left` bytes are left on the disk of `folder`.
  static Filler but(long left, Path folder) {
    var filler = new Filler(folder.resolve("filler"));
    var zeros = ByteBuffer.allocate(1 << 20);
    try (var out =
        FileChannel.open(filler.file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var disk = Files.getFileStore(folder);
      while (left == 0 || disk.getUsableSpace() > left) {
        var _ = out.write(zeros.rewind());
      }
    } catch (IOException e) {
      if (left != 0 || !String.valueOf(e.getMessage()).contains("No space left")) {
        throw new AssertionError("The disk of " + folder + " was not filled", e);
      }
    }
    return filler;
  }

  @Override
  public void close() {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
