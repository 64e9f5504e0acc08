package dev.hansa.ledgerpool.store;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The column families. A family's name and number are part of the stored form.
enum Column {
  /// The form of the store, the genesis it belongs to, the last checkpoint.
  META(0),
  /// SHA3-256 → RLP of a node of a state.
  TRIE(1),
  /// Sub-ledger, level, index → hash of a complete subtree of a log.
  LOG(2),
  /// Sub-ledger, seqNo → leaf.
  TRANSACTION(3),
  /// Payload digest → where it was written, and the digest with signatures.
  SEEN(4),
  /// Height → the block with its requests and its checkpoint.
  BLOCK(5);

  private final int number;

  Column(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  byte[] familyName() {
    return name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
  }
}
