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
import org.rocksdb.FlushOptions;
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
  private static final long FILL_BUFFER_BYTES = 48L << 20;
  private static final long FILL_BUFFERS_BYTES_MAX = 128L << 20;
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
    CREATE,
    /// The same, for a store that is filled at once and synced in the end ([#load]).
    FILL;

    boolean makes() {
      return this == CREATE || this == FILL;
    }
  }

  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();
  private Opened opened;
  private boolean closed;

  private Database(Opened opened) {
    this.opened = opened;
  }

  static Database open(Path folder, Mode mode) {
    return new Database(opened(folder, mode));
  }

  private static Opened opened(Path folder, Mode mode) {
    try {
      return new Opened(folder, mode);
    } catch (RocksDBException e) {
      throw new StoreDamaged("RocksDB cannot open the store: " + reason(e), e);
    }
  }

  /// RocksDB over one folder, with what must be closed after it.
  private static final class Opened {
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final List<ColumnFamilyHandle> handles = new ArrayList<>();
    private final RocksDB rocks;
    private final WriteOptions synced;
    private final WriteOptions unlogged;

    private Opened(Path folder, Mode mode) throws RocksDBException {
      var options = keep(options(mode));
      var family = keep(family(mode));
      var descriptors = new ArrayList<ColumnFamilyDescriptor>();
      for (var column : Column.values()) {
        descriptors.add(new ColumnFamilyDescriptor(column.familyName(), family));
      }
      // RocksDB insists on a family of this name; nothing is in it.
      descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, family));
      this.synced = keep(new WriteOptions().setSync(true));
      this.unlogged = keep(new WriteOptions().setDisableWAL(true));
      this.rocks =
          mode == Mode.LOOK
              ? RocksDB.openReadOnly(options, folder.toString(), descriptors, handles)
              : RocksDB.open(options, folder.toString(), descriptors, handles);
    }

    private <T extends AutoCloseable> T keep(T part) {
      parts.add(part);
      return part;
    }

    private ColumnFamilyHandle handle(Column column) {
      // In the order in which the families were named when the database was opened.
      return handles.get(column.number());
    }

    private ColumnFamilyOptions family(Mode mode) {
      var cache = keep(new LRUCache(CACHE_BYTES));
      var filter = keep(new BloomFilter(BLOOM_BITS));
      return new ColumnFamilyOptions()
          .setWriteBufferSize(mode == Mode.FILL ? FILL_BUFFER_BYTES : WRITE_BUFFER_BYTES)
          .setMaxWriteBufferNumber(3)
          .setDisableAutoCompactions(mode == Mode.FILL)
          .setCompressionType(CompressionType.LZ4_COMPRESSION)
          .setTableFormatConfig(
              new BlockBasedTableConfig()
                  .setBlockCache(cache)
                  .setFilterPolicy(filter)
                  .setCacheIndexAndFilterBlocks(true)
                  .setPinL0FilterAndIndexBlocksInCache(true)
                  .setFormatVersion(5));
    }

    private void close() {
      try {
        handles.forEach(ColumnFamilyHandle::close);
        rocks.close();
        for (var part : parts.reversed()) {
          part.close();
        }
      } catch (Exception e) {
        throw new StoreFailed("RocksDB cannot close", e);
      }
    }
  }

  private static DBOptions options(Mode mode) {
    var byName = new Properties();
    // Not in the Java interface: a synced log file that is gone, or cut, is noticed at start.
    byName.setProperty("track_and_verify_wals_in_manifest", "true");
    return DBOptions.getDBOptionsFromProps(byName)
        .setCreateIfMissing(mode.makes())
        .setCreateMissingColumnFamilies(mode.makes())
        .setParanoidChecks(true)
        // A process that was killed leaves a torn last record; whether more than that is missing
        // is what the checkpoint's own file tells.
        .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
        .setMaxTotalWalSize(WAL_BYTES_MAX)
        .setDbWriteBufferSize(mode == Mode.FILL ? FILL_BUFFERS_BYTES_MAX : WRITE_BUFFERS_BYTES_MAX)
        .setMaxOpenFiles(256)
        .setMaxBackgroundJobs(2)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setKeepLogFileNum(3)
        .setMaxLogFileSize(4L << 20);
  }

  /// The value under a key, or null where there is none.
  byte @Nullable [] find(Column column, byte[] key) {
    open.readLock().lock();
    try {
      requireOpen();
      var stored = opened.rocks.get(opened.handle(column), key);
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
        writes.put(database.opened.handle(column), key, SealedValue.seal(column, key, value));
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
    write(batch, opened.synced);
  }

  /// Writes the batch and syncs nothing: it is on the disk after [#flush].
  void load(Batch batch) {
    write(batch, opened.unlogged);
  }

  private void write(Batch batch, WriteOptions options) {
    open.readLock().lock();
    try {
      requireOpen();
      opened.rocks.write(options, batch.writes);
    } catch (RocksDBException e) {
      throw new StoreFailed("RocksDB cannot write: " + reason(e), e);
    } finally {
      open.readLock().unlock();
    }
  }

  /// Puts everything that was loaded on the disk.
  void flush() {
    open.readLock().lock();
    try (var options = new FlushOptions().setWaitForFlush(true)) {
      requireOpen();
      opened.rocks.flush(options, opened.handles);
    } catch (RocksDBException e) {
      throw new StoreFailed("RocksDB cannot write: " + reason(e), e);
    } finally {
      open.readLock().unlock();
    }
  }

  /// Closes the folder, has it exchanged, and opens it again; readers wait. If the exchange fails,
  /// the database stays closed.
  void exchange(Path folder, Runnable exchange) {
    open.writeLock().lock();
    try {
      requireOpen();
      opened.close();
      closed = true;
      exchange.run();
      opened = opened(folder, Mode.WRITE);
      closed = false;
    } finally {
      open.writeLock().unlock();
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
        opened.close();
      }
    } finally {
      open.writeLock().unlock();
    }
  }
}
