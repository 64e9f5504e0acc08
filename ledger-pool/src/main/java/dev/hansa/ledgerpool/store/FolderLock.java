package dev.hansa.ledgerpool.store;

import dev.hansa.ledgerpool.domain.CannotServe;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// That one process has the folder. The system lets go of it when the process ends, however it
/// ends.
final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  static FolderLock take(Path folder) {
    try {
      var channel =
          FileChannel.open(
              folder.resolve("node.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new CannotServe(
            "Another process has the ledger's folder open; stop that one first, or give this node"
                + " another folder (hansa.data).");
      }
      return new FolderLock(channel);
    } catch (IOException e) {
      throw new CannotServe(
          "The ledger's folder cannot be locked; hansa.data is a folder that this process may write"
              + " to.",
          e);
    }
  }

  private static @org.jspecify.annotations.Nullable FileLock lock(FileChannel channel)
      throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // This very process has it.
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new CannotServe("The ledger's folder cannot be unlocked.", e);
    }
  }
}
