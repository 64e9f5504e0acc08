package dev.hansa.bench;

import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// RocksDB alone: synced batches, each with as many keys and bytes as a block of so many new DIDs
/// puts down, and nothing of what makes them.
final class RocksLimit {
  /// A new DID: about six nodes of the state, two of the log, the transaction, the digest, its text
  /// in the block.
  private static final int KEYS = 11;

  private static final int VALUE_BYTES = 320;
  private static final int KEY_BYTES = 33;

  private RocksLimit() {}

  /// Writes a second, in batches of so many writes.
  static double of(Stand stand, int writes) throws Exception {
    var folder = Files.createTempDirectory("hansa-bench-rocks-");
    RocksDB.loadLibrary();
    try (var options = new Options().setCreateIfMissing(true);
        var synced = new WriteOptions().setSync(true);
        var rocks = RocksDB.open(options, folder.toString())) {
      var key = new byte[KEY_BYTES];
      var value = new byte[VALUE_BYTES];
      stand.random().nextBytes(value);
      var next = new AtomicLong();
      Rate.Operation write =
          () -> {
            try (var batch = new WriteBatch()) {
              for (int i = 0; i < writes * KEYS; i++) {
                scatter(key, next.incrementAndGet());
                batch.put(key, value);
              }
              rocks.write(synced, batch);
            }
          };
      var half = stand.measured().dividedBy(2);
      return Rate.of(Duration.ofSeconds(1), half, write) * writes;
    } finally {
      RunningHouse.remove(folder);
    }
  }

  // Hashes come in no order, and so do these.
  private static void scatter(byte[] key, long number) {
    long mixed = number * 0x9E3779B97F4A7C15L;
    for (int i = 0; i < Long.BYTES; i++) {
      key[i] = (byte) (mixed >>> (8 * i));
      key[Long.BYTES + i] = (byte) (number >>> (8 * i));
    }
  }
}
