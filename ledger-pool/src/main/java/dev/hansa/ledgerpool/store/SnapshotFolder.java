package dev.hansa.ledgerpool.store;

import dev.hansa.identity.Bytes;
import dev.hansa.ledgerpool.files.Folders;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.LedgerHead;
import dev.hansa.ledgerprotocol.LedgerReader;
import dev.hansa.ledgerprotocol.snapshot.SnapshotChunks;
import dev.hansa.ledgerprotocol.snapshot.SnapshotManifest;
import dev.hansa.ledgerprotocol.snapshot.SnapshotRefused;
import dev.hansa.ledgerprotocol.snapshot.SnapshotWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folder `snapshots`: one folder a snapshot, named by its height, with its manifest and its
/// chunks. A snapshot is written beside its place and moved there whole; of those that are whole
/// the last two stay.
final class SnapshotFolder {
  /// How much room on the disk a snapshot leaves to the ledger, in bytes.
  static final long ROOM_MIN = 1L << 30;

  private static final int KEPT = 2;
  private static final Pattern HEIGHT = Pattern.compile("[1-9][0-9]{0,15}");
  private static final String MANIFEST = "manifest";
  private static final Logger LOG = LoggerFactory.getLogger("snapshots");

  private final Path folder;
  private final Genesis genesis;
  private final ConcurrentSkipListMap<Long, SnapshotManifest> whole =
      new ConcurrentSkipListMap<>(Comparator.reverseOrder());

  SnapshotFolder(Path folder, Genesis genesis) throws IOException {
    this.folder = folder;
    this.genesis = genesis;
    Files.createDirectories(folder);
    try (var entries = Files.list(folder)) {
      for (var entry : entries.toList()) {
        read(entry);
      }
    }
    prune();
  }

  // What a crash left, and what cannot be read, is written again in its time.
  private void read(Path entry) throws IOException {
    var name = String.valueOf(entry.getFileName());
    var file = entry.resolve(MANIFEST);
    if (HEIGHT.matcher(name).matches() && Files.exists(file)) {
      try {
        var manifest = SnapshotManifest.parse(Bytes.copyOf(Files.readAllBytes(file)));
        if (manifest.genesis().equals(genesis.hash())
            && manifest.height() == Long.parseLong(name)) {
          var _ = whole.put(manifest.height(), manifest);
          return;
        }
      } catch (SnapshotRefused e) {
        LOG.warn("a snapshot cannot be read and is removed");
      }
    }
    Folders.deleteAll(entry);
  }

  private void prune() throws IOException {
    while (whole.size() > KEPT) {
      var oldest = whole.pollLastEntry();
      Folders.deleteAll(place(oldest.getKey()));
    }
  }

  private Path place(long height) {
    return folder.resolve(Long.toString(height));
  }

  List<SnapshotManifest> list() {
    return List.copyOf(whole.values());
  }

  Optional<byte[]> chunk(long height, int index) throws IOException {
    var manifest = whole.get(height);
    if (manifest == null || index < 0 || index >= manifest.chunks().size()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readAllBytes(place(height).resolve(name(index))));
    } catch (NoSuchFileException e) {
      // It made room for a newer one just now.
      return Optional.empty();
    }
  }

  private static String name(int index) {
    return String.format(Locale.ROOT, "%05d", index);
  }

  /// Why a snapshot was not written to its end.
  static final class GivenUp extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GivenUp(String why) {
      super(why);
    }
  }

  /// Writes the snapshot of a committed head. Throws [GivenUp] when it is to end or the disk gets
  /// too full.
  void write(LedgerReader reader, LedgerHead head, BooleanSupplier ends) throws IOException {
    var next = folder.resolve(head.height() + ".new");
    Folders.deleteAll(next);
    Files.createDirectories(next);
    try {
      var manifest =
          SnapshotWriter.write(
              genesis, reader, head, (index, chunk) -> keep(next, index, chunk, ends));
      write(next.resolve(MANIFEST), manifest.encoded().toArray());
      Folders.sync(next);
      Folders.deleteAll(place(head.height()));
      var _ = Files.move(next, place(head.height()), StandardCopyOption.ATOMIC_MOVE);
      Folders.sync(folder);
      var _ = whole.put(head.height(), manifest);
      prune();
    } catch (UncheckedIOException e) {
      throw new IOException(e);
    } finally {
      Folders.deleteAll(next);
    }
  }

  private void keep(Path next, int index, byte[] chunk, BooleanSupplier ends) {
    try {
      if (ends.getAsBoolean()) {
        throw new GivenUp("the node is being stopped");
      }
      if (Files.getFileStore(folder).getUsableSpace() < ROOM_MIN) {
        throw new GivenUp("less than " + (ROOM_MIN >> 20) + " MB are free on the disk");
      }
      write(next.resolve(name(index)), SnapshotChunks.pack(chunk));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        if (channel.write(left) < 0) {
          throw new IOException("the file took nothing");
        }
      }
      channel.force(true);
    }
  }
}
