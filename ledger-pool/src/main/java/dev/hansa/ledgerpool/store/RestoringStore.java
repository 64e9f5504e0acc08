package dev.hansa.ledgerpool.store;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.ledgerpool.domain.CommittedBlock;
import dev.hansa.ledgerpool.domain.Restoration;
import dev.hansa.ledgerpool.domain.SnapshotBase;
import dev.hansa.ledgerpool.store.Database.Mode;
import dev.hansa.ledgerprotocol.BlockWrites;
import java.nio.file.Path;
import java.util.Optional;

/// A store that is filled from a snapshot, in a folder of its own.
final class RestoringStore implements Restoration {
  private static final int LOADED_AT_ONCE = 4096;

  private final Database database;
  private final Runnable adoption;
  private final Runnable removal;
  private Database.Batch batch;
  private int gathered;
  private boolean closed;

  /// `adoption` puts the closed folder in its place, `removal` takes it away.
  RestoringStore(Path folder, Bytes genesisHash, Runnable adoption, Runnable removal) {
    this.database = Database.open(folder, Mode.FILL);
    this.adoption = adoption;
    this.removal = removal;
    this.batch = database.batch();
    put(Column.META, RocksLedgerStore.FORM_KEY, Bytes.utf8(RocksLedgerStore.BASED_FORM).toArray());
    put(Column.META, RocksLedgerStore.GENESIS_KEY, genesisHash.toArray());
  }

  private void put(Column column, byte[] key, byte[] value) {
    batch.put(column, key, value);
    gathered++;
    if (gathered >= LOADED_AT_ONCE) {
      load();
    }
  }

  private void load() {
    database.load(batch);
    batch.close();
    batch = database.batch();
    gathered = 0;
  }

  /// The one block from before the snapshot that every node has.
  void genesis(CommittedBlock block) {
    put(Column.BLOCK, Keys.block(0), Json.utf8(block.toJson()));
  }

  @Override
  public void trieNode(Bytes hash, Bytes rlp) {
    put(Column.TRIE, hash.toArray(), rlp.toArray());
  }

  @Override
  public Optional<Bytes> findTrieNode(Bytes hash) {
    load();
    return Optional.ofNullable(database.find(Column.TRIE, hash.toArray())).map(Bytes::copyOf);
  }

  @Override
  public void logNode(BlockWrites.LogNode node) {
    put(Column.LOG, Keys.logNode(node.ledger(), node.level(), node.index()), node.hash().toArray());
  }

  @Override
  public void transaction(BlockWrites.Transaction transaction) {
    put(
        Column.TRANSACTION,
        Keys.transaction(transaction.ledger(), transaction.seqNo()),
        transaction.leaf().toArray());
  }

  @Override
  public void seen(BlockWrites.SeenPayload payload) {
    put(Column.SEEN, payload.payloadDigest().toArray(), RocksLedgerStore.seen(payload.seen()));
  }

  @Override
  public void adopt(SnapshotBase base) {
    put(Column.META, RocksLedgerStore.BASE_KEY, Json.utf8(base.toJson()));
    put(Column.META, RocksLedgerStore.HEAD_KEY, Json.utf8(base.checkpoint().toJson()));
    load();
    database.flush();
    end();
    adoption.run();
  }

  private void end() {
    closed = true;
    batch.close();
    database.close();
  }

  @Override
  public void close() {
    if (!closed) {
      end();
      removal.run();
    }
  }
}
