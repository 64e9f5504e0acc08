package dev.hansa.credentials;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// The values of a status list, [Token Status List -14, section
/// 4.1](https://datatracker.ietf.org/doc/html/draft-ietf-oauth-status-list-14#section-4.1): 1, 2, 4
/// or 8 bits each, the first in the lowest bits of the first byte.
public final class StatusList {
  /// No list holds more than this, however small it is compressed.
  public static final int BYTES_MAX = 1 << 22;

  public static final int VALID = 0;
  public static final int INVALID = 1;
  public static final int SUSPENDED = 2;

  private final int bits;
  private final byte[] values;

  private StatusList(int bits, byte[] values) {
    this.bits = bits;
    this.values = values;
  }

  /// A list in which everything is valid. `size` is rounded up to whole bytes.
  public static StatusList ofValid(int bits, int size) {
    if (!isWidth(bits)) {
      throw new IllegalArgumentException("a status has 1, 2, 4 or 8 bits");
    }
    if (size < 1 || (long) size * bits > 8L * BYTES_MAX) {
      throw new IllegalArgumentException(
          "a status list has from 1 value to " + BYTES_MAX + " bytes");
    }
    return new StatusList(bits, new byte[(int) (((long) size * bits + 7) / 8)]);
  }

  static StatusList inflate(int bits, Bytes compressed) {
    if (!isWidth(bits)) {
      throw new MalformedInput("a status has 1, 2, 4 or 8 bits");
    }
    var inflater = new Inflater();
    try {
      inflater.setInput(compressed.toArray());
      var out = new ByteArrayOutputStream(4096);
      var buffer = new byte[8192];
      while (!inflater.finished()) {
        int count = inflater.inflate(buffer);
        if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          throw new MalformedInput("a status list is whole ZLIB data");
        }
        // Before it is kept: a small text may unpack to any size.
        if (out.size() + count > BYTES_MAX) {
          throw new MalformedInput("a status list unpacks to at most " + BYTES_MAX + " bytes");
        }
        out.write(buffer, 0, count);
      }
      if (inflater.getRemaining() > 0) {
        throw new MalformedInput("nothing follows the ZLIB data of a status list");
      }
      return new StatusList(bits, out.toByteArray());
    } catch (DataFormatException e) {
      throw new MalformedInput("a status list is ZLIB data");
    } finally {
      inflater.end();
    }
  }

  Bytes deflate() {
    var deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(values);
      deflater.finish();
      var out = new ByteArrayOutputStream();
      var buffer = new byte[8192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return Bytes.copyOf(out.toByteArray());
    } finally {
      deflater.end();
    }
  }

  /// This list with one value changed.
  public StatusList with(long idx, int value) {
    var copy = new StatusList(bits, values.clone());
    copy.set(idx, value);
    return copy;
  }

  /// Changes a value in place; for a list that its maker has not given away yet.
  public void set(long idx, int value) {
    if (idx < 0 || idx >= size() || value < 0 || value >= 1 << bits) {
      throw new IllegalArgumentException("a status has its place in the list and fits its bits");
    }
    int at = (int) (idx * bits / 8);
    int shift = (int) (idx * bits % 8);
    int mask = (1 << bits) - 1;
    values[at] = (byte) ((values[at] & ~(mask << shift)) | (value << shift));
  }

  public int bits() {
    return bits;
  }

  /// How many values it has.
  public long size() {
    return 8L * values.length / bits;
  }

  /// The value at this place. A place that the list does not have is refused.
  public int value(long idx) {
    if (idx < 0 || idx >= size()) {
      throw new MalformedInput("a status index lies inside its list");
    }
    return (values[(int) (idx * bits / 8)] >> (int) (idx * bits % 8)) & ((1 << bits) - 1);
  }

  private static boolean isWidth(int bits) {
    return bits == 1 || bits == 2 || bits == 4 || bits == 8;
  }
}
