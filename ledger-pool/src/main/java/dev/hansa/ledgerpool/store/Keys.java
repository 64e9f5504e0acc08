package dev.hansa.ledgerpool.store;

import dev.hansa.ledgerprotocol.SubLedger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The keys of the columns: big-endian, so that the order of bytes is the order of numbers.
final class Keys {
  private Keys() {}

  static byte[] meta(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] logNode(SubLedger ledger, int level, long index) {
    return ByteBuffer.allocate(13).putInt(ledger.code()).put((byte) level).putLong(index).array();
  }

  static byte[] transaction(SubLedger ledger, long seqNo) {
    return ByteBuffer.allocate(12).putInt(ledger.code()).putLong(seqNo).array();
  }

  static byte[] block(long height) {
    return ByteBuffer.allocate(8).putLong(height).array();
  }
}
