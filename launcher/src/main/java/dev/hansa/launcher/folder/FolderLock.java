package dev.hansa.launcher.folder;

import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/// That one process runs the services of a data folder. The system lets go of it when the process
/// ends, however it ends.
public final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  public static FolderLock take(DataFolder folder) {
    try {
      var channel =
          FileChannel.open(folder.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        lock = null;
      }
      if (lock == null) {
        channel.close();
        throw new Stop(
            ExitCode.FOLDER,
            "Another process runs the network in " + folder.root() + "; stop it first.");
      }
      return new FolderLock(channel);
    } catch (IOException e) {
      throw new Stop(ExitCode.FOLDER, folder.lockFile() + " cannot be locked.", e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new Stop(ExitCode.FOLDER, "The data folder's lock cannot be given back.", e);
    }
  }
}
