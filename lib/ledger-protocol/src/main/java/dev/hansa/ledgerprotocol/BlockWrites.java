package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import java.util.List;

/// Everything that a block adds to the store; written whole or not at all. Nothing is overwritten
/// or removed but the head.
public record BlockWrites(
    LedgerHead head,
    List<TrieNode> trieNodes,
    List<LogNode> logNodes,
    List<Transaction> transactions,
    List<SeenPayload> seen) {
  public BlockWrites {
    trieNodes = List.copyOf(trieNodes);
    logNodes = List.copyOf(logNodes);
    transactions = List.copyOf(transactions);
    seen = List.copyOf(seen);
  }

  public record TrieNode(Bytes hash, Bytes rlp) {}

  public record LogNode(SubLedger ledger, int level, long index, Bytes hash) {}

  public record Transaction(SubLedger ledger, long seqNo, Bytes leaf) {}

  public record SeenPayload(Bytes payloadDigest, LedgerReader.Seen seen) {}
}
