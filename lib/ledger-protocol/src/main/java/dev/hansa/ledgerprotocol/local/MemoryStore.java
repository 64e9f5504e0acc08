package dev.hansa.ledgerprotocol.local;

import dev.hansa.identity.Bytes;
import dev.hansa.ledgerprotocol.BlockWrites;
import dev.hansa.ledgerprotocol.LedgerHead;
import dev.hansa.ledgerprotocol.LedgerReader;
import dev.hansa.ledgerprotocol.SubLedger;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A ledger's store in memory.
public final class MemoryStore implements LedgerReader {
  private record LogPosition(SubLedger ledger, int level, long index) {}

  private record Position(SubLedger ledger, long seqNo) {}

  private final Map<Bytes, Bytes> trieNodes = new ConcurrentHashMap<>();
  private final Map<LogPosition, Bytes> logNodes = new ConcurrentHashMap<>();
  private final Map<Position, Bytes> transactions = new ConcurrentHashMap<>();
  private final Map<Bytes, Seen> seen = new ConcurrentHashMap<>();
  private volatile Optional<LedgerHead> head = Optional.empty();

  /// Takes a block in; the head last, so that no reader sees a root without its nodes.
  public void commit(BlockWrites writes) {
    writes.trieNodes().forEach(node -> trieNodes.put(node.hash(), node.rlp()));
    writes
        .logNodes()
        .forEach(node ->
            logNodes.put(new LogPosition(node.ledger(), node.level(), node.index()), node.hash()));
    writes
        .transactions()
        .forEach(txn -> transactions.put(new Position(txn.ledger(), txn.seqNo()), txn.leaf()));
    writes.seen().forEach(payload -> seen.put(payload.payloadDigest(), payload.seen()));
    head = Optional.of(writes.head());
  }

  @Override
  public Optional<LedgerHead> head() {
    return head;
  }

  @Override
  public Optional<Bytes> trieNode(Bytes hash) {
    return Optional.ofNullable(trieNodes.get(hash));
  }

  @Override
  public Optional<Bytes> logNode(SubLedger ledger, int level, long index) {
    return Optional.ofNullable(logNodes.get(new LogPosition(ledger, level, index)));
  }

  @Override
  public Optional<Bytes> transaction(SubLedger ledger, long seqNo) {
    return Optional.ofNullable(transactions.get(new Position(ledger, seqNo)));
  }

  @Override
  public Optional<Seen> seen(Bytes payloadDigest) {
    return Optional.ofNullable(seen.get(payloadDigest));
  }
}
