package dev.hansa.ledgerpool.store;

import dev.hansa.ledgerpool.domain.StoreDamaged;
import dev.hansa.ledgerpool.domain.StoreFailed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// RocksDB as the ledger needs it: sealed values, and batches that are written whole and synced.
/// Reads may run in any number of threads, also while a batch is written; after [#close] they fail
/// cleanly, where RocksDB itself would touch freed memory.
final class Database implements AutoCloseable {
  private static final long CACHE_BYTES = 32L << 20;
  private static final long WRITE_BUFFER_BYTES = 8L << 20;
  private static final long WRITE_BUFFERS_BYTES_MAX = 48L << 20;
  private static final long WAL_BYTES_MAX = 64L << 20;
  private static final int BLOOM_BITS = 10;

  static {
    RocksDB.loadLibrary();
  }

  enum Mode {
    /// Looks, and changes nothing.
    LOOK,
    /// Writes to a store that must be there.
    WRITE,
    /// Makes what is missing.
    CREATE
  }

  private final List<AutoCloseable> parts = new ArrayList<>();
  private final List<ColumnFamilyHandle> handles = new ArrayList<>();
  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();
  private final RocksDB rocks;
  private final WriteOptions synced;
  private boolean closed;

  private Database(Path folder, Mode mode) throws RocksDBException {
    var options = keep(options(mode));
    var family = keep(family());
    var descriptors = new ArrayList<ColumnFamilyDescriptor>();
    for (var column : Column.values()) {
      descriptors.add(new ColumnFamilyDescriptor(column.familyName(), family));
    }
    // RocksDB insists on a family of this name; nothing is in it.
    descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, family));
    this.synced = keep(new WriteOptions().setSync(true));
    this.rocks =
        mode == Mode.LOOK
            ? RocksDB.openReadOnly(options, folder.toString(), descriptors, handles)
            : RocksDB.open(options, folder.toString(), descriptors, handles);
  }

  static Database open(Path folder, Mode mode) {
    try {
      return new Database(folder, mode);
    } catch (RocksDBException e) {
      throw new StoreDamaged("RocksDB cannot open the store: " + reason(e), e);
    }
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.add(part);
    return part;
  }

  private static DBOptions options(Mode mode) {
    var byName = new Properties();
    // Not in the Java interface: a synced log file that is gone, or cut, is noticed at start.
    byName.setProperty("track_and_verify_wals_in_manifest", "true");
    return DBOptions.getDBOptionsFromProps(byName)
        .setCreateIfMissing(mode == Mode.CREATE)
        .setCreateMissingColumnFamilies(mode == Mode.CREATE)
        .setParanoidChecks(true)
        // A process that was killed leaves a torn last record; whether more than that is missing
        // is what the checkpoint's own file tells.
        .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
        .setMaxTotalWalSize(WAL_BYTES_MAX)
        .setDbWriteBufferSize(WRITE_BUFFERS_BYTES_MAX)
        .setMaxOpenFiles(256)
        .setMaxBackgroundJobs(2)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setKeepLogFileNum(3)
        .setMaxLogFileSize(4L << 20);
  }

  private ColumnFamilyOptions family() {
    var cache = keep(new LRUCache(CACHE_BYTES));
    var filter = keep(new BloomFilter(BLOOM_BITS));
    return new ColumnFamilyOptions()
        .setWriteBufferSize(WRITE_BUFFER_BYTES)
        .setMaxWriteBufferNumber(3)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setTableFormatConfig(
            new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setFilterPolicy(filter)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setFormatVersion(5));
  }

  private ColumnFamilyHandle handle(Column column) {
    // In the order in which the families were named when the database was opened.
    return handles.get(column.number());
  }

  /// The value under a key, or null where there is none.
  byte @Nullable [] find(Column column, byte[] key) {
    open.readLock().lock();
    try {
      requireOpen();
      var stored = rocks.get(handle(column), key);
      return stored == null ? null : SealedValue.open(column, key, stored);
    } catch (RocksDBException e) {
      throw new StoreDamaged("RocksDB cannot read a value: " + reason(e), e);
    } finally {
      open.readLock().unlock();
    }
  }

  /// Writes gather in a batch; nothing is written before [#write].
  static final class Batch implements AutoCloseable {
    private final Database database;
    private final WriteBatch writes = new WriteBatch();

    private Batch(Database database) {
      this.database = database;
    }

    void put(Column column, byte[] key, byte[] value) {
      try {
        writes.put(database.handle(column), key, SealedValue.seal(column, key, value));
      } catch (RocksDBException e) {
        throw new StoreFailed("RocksDB cannot gather a batch: " + reason(e), e);
      }
    }

    @Override
    public void close() {
      writes.close();
    }
  }

  Batch batch() {
    return new Batch(this);
  }

  /// Writes the batch whole and syncs it. After a failure nobody knows whether it is there.
  void write(Batch batch) {
    open.readLock().lock();
    try {
      requireOpen();
      rocks.write(synced, batch.writes);
    } catch (RocksDBException e) {
      throw new StoreFailed("RocksDB cannot write: " + reason(e), e);
    } finally {
      open.readLock().unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreFailed("the store is closed", null);
    }
  }

  // RocksDB's words may hold paths, so only its status goes on; the exception itself is the cause.
  private static String reason(RocksDBException e) {
    var status = e.getStatus();
    return status == null ? "no status" : status.getCode() + "/" + status.getSubCode();
  }

  @Override
  public void close() {
    open.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        handles.forEach(ColumnFamilyHandle::close);
        rocks.close();
        for (var part : parts.reversed()) {
          part.close();
        }
      }
    } catch (Exception e) {
      throw new StoreFailed("RocksDB cannot close", e);
    } finally {
      open.writeLock().unlock();
    }
  }
}
