package dev.hansa.ledgerpool.store;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Invariant;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.ledgerpool.domain.CommittedBlock;
import dev.hansa.ledgerpool.domain.LedgerStore;
import dev.hansa.ledgerpool.domain.SnapshotBase;
import dev.hansa.ledgerpool.domain.StoreDamaged;
import dev.hansa.ledgerpool.domain.StoreFailed;
import dev.hansa.ledgerprotocol.BlockWrites;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.LedgerHead;
import dev.hansa.ledgerprotocol.SubLedger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The ledger in RocksDB: a commit is one batch, synced, with trie nodes, log nodes, transactions,
/// digests, the block and the head together.
final class RocksLedgerStore implements LedgerStore {
  static final String FORM = "hansa-ledger-1";

  /// The form of a store that begins with a snapshot: no program from before reads it.
  static final String BASED_FORM = "hansa-ledger-1-snapshot";

  static final byte[] FORM_KEY = Keys.meta("form");
  static final byte[] GENESIS_KEY = Keys.meta("genesis");
  static final byte[] HEAD_KEY = Keys.meta("head");
  static final byte[] BASE_KEY = Keys.meta("base");
  private static final int SEEN_LENGTH = 32 + 4 + 8 + 8;

  private final Database database;
  private final CheckpointFile file;
  private volatile @Nullable Checkpoint checkpoint;
  private volatile @Nullable LedgerHead head;
  private volatile Optional<SnapshotBase> base;
  private volatile boolean failed;

  RocksLedgerStore(Database database, CheckpointFile file) {
    this.database = database;
    this.file = file;
    this.base = readBase();
    publish(readHead());
  }

  /// Has the folder exchanged for one that was restored, and goes on from its head.
  void exchange(Path folder, Runnable exchange) {
    Invariant.holds(!failed, "nothing is written after a write that failed");
    failed = true;
    database.exchange(folder, exchange);
    base = readBase();
    publish(readHead());
    failed = false;
  }

  private Optional<SnapshotBase> readBase() {
    var stored = database.find(Column.META, BASE_KEY);
    try {
      return Optional.ofNullable(stored)
          .map(bytes ->
              SnapshotBase.parse(
                  Json.parseObject(Bytes.copyOf(bytes).toUtf8(), SnapshotBase.JSON_LENGTH_MAX)));
    } catch (MalformedInput e) {
      throw new StoreDamaged("the stored snapshot's base cannot be read", e);
    }
  }

  @Override
  public Optional<SnapshotBase> base() {
    return base;
  }

  private @Nullable Checkpoint readHead() {
    var stored = database.find(Column.META, HEAD_KEY);
    return stored == null ? null : checkpointOf(stored);
  }

  private static Checkpoint checkpointOf(byte[] stored) {
    try {
      return Checkpoint.parse(Json.parseObject(Bytes.copyOf(stored)));
    } catch (MalformedInput e) {
      throw new StoreDamaged("the stored head is no checkpoint", e);
    }
  }

  private void publish(@Nullable Checkpoint next) {
    checkpoint = next;
    head = next == null ? null : next.head();
  }

  /// After [CheckpointFile] was found to hold a newer signature over the same head.
  void adopt(Checkpoint newer) {
    publish(newer);
  }

  Optional<String> form() {
    return Optional.ofNullable(database.find(Column.META, FORM_KEY))
        .map(bytes -> Bytes.copyOf(bytes).toUtf8());
  }

  Optional<Bytes> genesisHash() {
    return bytes(database.find(Column.META, GENESIS_KEY));
  }

  @Override
  public Optional<Checkpoint> checkpoint() {
    return Optional.ofNullable(checkpoint);
  }

  @Override
  public Optional<LedgerHead> head() {
    return Optional.ofNullable(head);
  }

  @Override
  public Optional<Bytes> trieNode(Bytes hash) {
    var node = database.find(Column.TRIE, hash.toArray());
    if (node == null) {
      throw new StoreDamaged("a node of a state is missing");
    }
    return bytes(node);
  }

  @Override
  public Optional<Bytes> logNode(SubLedger ledger, int level, long index) {
    return bytes(database.find(Column.LOG, Keys.logNode(ledger, level, index)));
  }

  @Override
  public Optional<Bytes> transaction(SubLedger ledger, long seqNo) {
    return bytes(database.find(Column.TRANSACTION, Keys.transaction(ledger, seqNo)));
  }

  private static Optional<Bytes> bytes(byte @Nullable [] stored) {
    return Optional.ofNullable(stored).map(Bytes::copyOf);
  }

  @Override
  public Optional<Seen> seen(Bytes payloadDigest) {
    var stored = database.find(Column.SEEN, payloadDigest.toArray());
    if (stored == null) {
      return Optional.empty();
    }
    if (stored.length != SEEN_LENGTH) {
      throw new StoreDamaged("the place of a written request has another length than it had");
    }
    var buffer = ByteBuffer.wrap(stored);
    var digest = new byte[32];
    buffer.get(digest);
    return Optional.of(
        new Seen(
            Bytes.copyOf(digest),
            SubLedger.of(buffer.getInt()),
            buffer.getLong(),
            buffer.getLong()));
  }

  static byte[] seen(Seen seen) {
    return ByteBuffer.allocate(SEEN_LENGTH)
        .put(seen.digest().toArray())
        .putInt(seen.ledger().code())
        .putLong(seen.seqNo())
        .putLong(seen.height())
        .array();
  }

  @Override
  public Optional<CommittedBlock> block(long height) {
    var stored = database.find(Column.BLOCK, Keys.block(height));
    if (stored == null) {
      return Optional.empty();
    }
    try {
      var block =
          CommittedBlock.parse(
              Json.parseObject(Bytes.copyOf(stored).toUtf8(), CommittedBlock.JSON_LENGTH_MAX));
      if (block.height() == height) {
        return Optional.of(block);
      }
    } catch (MalformedInput e) {
      throw new StoreDamaged("a stored block cannot be read", e);
    }
    throw new StoreDamaged("a stored block is that of another height");
  }

  /// Writes what every store begins with, and the genesis as block 0, into an empty store.
  void found(Bytes genesisHash, CommittedBlock block, BlockWrites writes) {
    Invariant.holds(head == null, "a network is founded once");
    try (var batch = database.batch()) {
      batch.put(Column.META, FORM_KEY, Bytes.utf8(FORM).toArray());
      batch.put(Column.META, GENESIS_KEY, genesisHash.toArray());
      gather(block, writes, batch);
      database.write(batch);
    }
  }

  @Override
  public void commit(CommittedBlock block, BlockWrites writes) {
    Invariant.holds(!failed, "nothing is written after a write that failed");
    Invariant.holds(
        block.checkpoint().head().equals(writes.head()), "a block is signed as it was executed");
    var previous = head;
    Invariant.holds(
        previous != null
            && block.height() == previous.height() + 1
            && block.previousAppHash().equals(previous.appHash()),
        "blocks are committed one after another");
    try (var batch = database.batch()) {
      gather(block, writes, batch);
      database.write(batch);
      file.write(block.checkpoint());
    } catch (StoreFailed e) {
      failed = true;
      throw e;
    }
    publish(block.checkpoint());
  }

  private static void gather(CommittedBlock block, BlockWrites writes, Database.Batch batch) {
    for (var node : writes.trieNodes()) {
      batch.put(Column.TRIE, node.hash().toArray(), node.rlp().toArray());
    }
    for (var node : writes.logNodes()) {
      batch.put(
          Column.LOG,
          Keys.logNode(node.ledger(), node.level(), node.index()),
          node.hash().toArray());
    }
    for (var transaction : writes.transactions()) {
      batch.put(
          Column.TRANSACTION,
          Keys.transaction(transaction.ledger(), transaction.seqNo()),
          transaction.leaf().toArray());
    }
    for (var payload : writes.seen()) {
      batch.put(Column.SEEN, payload.payloadDigest().toArray(), seen(payload.seen()));
    }
    batch.put(Column.BLOCK, Keys.block(block.height()), Json.utf8(block.toJson()));
    batch.put(Column.META, HEAD_KEY, Json.utf8(block.checkpoint().toJson()));
  }

  @Override
  public void renew(Checkpoint newer) {
    Invariant.holds(!failed, "nothing is written after a write that failed");
    Invariant.holds(newer.head().equals(head), "only the signature is newer");
    try {
      file.write(newer);
    } catch (StoreFailed e) {
      failed = true;
      throw e;
    }
    publish(newer);
  }

  @Override
  public void close() {
    database.close();
  }
}
