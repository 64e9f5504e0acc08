package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/// Writes MessagePack, each value in its shortest form.
final class MsgpackWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

  Bytes toBytes() {
    return Bytes.copyOf(out.toByteArray());
  }

  void nil() {
    out.write(0xc0);
  }

  void bool(boolean value) {
    out.write(value ? 0xc3 : 0xc2);
  }

  void text(String text) {
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length < 32) {
      out.write(0xa0 | utf8.length);
    } else if (utf8.length < 1 << 8) {
      tagged(0xd9, 1, utf8.length);
    } else {
      sized(0xda, utf8.length);
    }
    out.writeBytes(utf8);
  }

  void array(int size) {
    if (size < 16) {
      out.write(0x90 | size);
    } else {
      sized(0xdc, size);
    }
  }

  void map(int size) {
    if (size < 16) {
      out.write(0x80 | size);
    } else {
      sized(0xde, size);
    }
  }

  void integer(BigInteger value) {
    if (value.bitLength() > 63) {
      tagged(0xcf, 8, value.longValue());
    } else {
      integer(value.longValueExact());
    }
  }

  private void integer(long value) {
    if (value >= 0) {
      if (value < 1 << 7) {
        out.write((int) value);
      } else if (value < 1 << 8) {
        tagged(0xcc, 1, value);
      } else if (value < 1 << 16) {
        tagged(0xcd, 2, value);
      } else if (value < 1L << 32) {
        tagged(0xce, 4, value);
      } else {
        tagged(0xcf, 8, value);
      }
    } else if (value >= -(1 << 5)) {
      out.write((int) value);
    } else if (value >= Byte.MIN_VALUE) {
      tagged(0xd0, 1, value);
    } else if (value >= Short.MIN_VALUE) {
      tagged(0xd1, 2, value);
    } else if (value >= Integer.MIN_VALUE) {
      tagged(0xd2, 4, value);
    } else {
      tagged(0xd3, 8, value);
    }
  }

  // The tag for 16 bits of size, or the next one for 32.
  private void sized(int tag, int size) {
    if (size < 1 << 16) {
      tagged(tag, 2, size);
    } else {
      tagged(tag + 1, 4, size);
    }
  }

  private void tagged(int tag, int length, long value) {
    out.write(tag);
    for (int i = length - 1; i >= 0; i--) {
      out.write((int) (value >> (8 * i)));
    }
  }
}
