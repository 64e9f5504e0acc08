package dev.hansa.ledgerprotocol.consensus;

import dev.hansa.identity.Bytes;
import java.io.ByteArrayOutputStream;
import java.time.Instant;

/// Writes what is hashed and signed by consensus: [protocol buffers'
/// encoding](https://protobuf.dev/programming-guides/encoding/) with fields in their order and, as
/// in proto3, without those that have their default.
final class Wire {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH_DELIMITED = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private void raw(long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      out.write((int) ((left & 0x7F) | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }

  private void tag(int field, int type) {
    raw(((long) field << 3) | type);
  }

  Wire integer(int field, long value) {
    if (value != 0) {
      tag(field, VARINT);
      raw(value);
    }
    return this;
  }

  Wire fixed64(int field, long value) {
    if (value != 0) {
      tag(field, FIXED_64);
      for (int shift = 0; shift < 64; shift += 8) {
        out.write((int) ((value >>> shift) & 0xFF));
      }
    }
    return this;
  }

  Wire bytes(int field, Bytes value) {
    return value.length() == 0 ? this : message(field, value);
  }

  /// A message inside: there also when it is empty.
  Wire message(int field, Bytes value) {
    tag(field, LENGTH_DELIMITED);
    raw(value.length());
    out.writeBytes(value.toArray());
    return this;
  }

  /// A `google.protobuf.Timestamp`.
  static Bytes timestamp(Instant time) {
    return new Wire().integer(1, time.getEpochSecond()).integer(2, time.getNano()).toBytes();
  }

  Bytes toBytes() {
    return Bytes.copyOf(out.toByteArray());
  }

  /// Its length, and then it.
  byte[] delimited() {
    var whole = new Wire();
    whole.raw(out.size());
    whole.out.writeBytes(out.toByteArray());
    return whole.out.toByteArray();
  }
}
