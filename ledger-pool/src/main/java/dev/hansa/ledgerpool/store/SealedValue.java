package dev.hansa.ledgerpool.store;

import dev.hansa.ledgerpool.domain.StoreDamaged;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// A stored value with a checksum over its column, its key and itself, so that neither a flipped
/// bit nor another key's value is ever read as good.
final class SealedValue {
  private static final int CHECKSUM_LENGTH = 4;

  private SealedValue() {}

  static byte[] seal(Column column, byte[] key, byte[] value) {
    return ByteBuffer.allocate(CHECKSUM_LENGTH + value.length)
        .putInt(checksum(column, key, value, 0))
        .put(value)
        .array();
  }

  static byte[] open(Column column, byte[] key, byte[] stored) {
    if (stored.length < CHECKSUM_LENGTH
        || ByteBuffer.wrap(stored).getInt() != checksum(column, key, stored, CHECKSUM_LENGTH)) {
      throw new StoreDamaged("a stored value does not fit its checksum");
    }
    return Arrays.copyOfRange(stored, CHECKSUM_LENGTH, stored.length);
  }

  private static int checksum(Column column, byte[] key, byte[] bytes, int offset) {
    var crc = new CRC32C();
    crc.update(column.number());
    crc.update(key.length);
    crc.update(key, 0, key.length);
    crc.update(bytes, offset, bytes.length - offset);
    return (int) crc.getValue();
  }
}
