package dev.hansa.marketrules;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/// Bytes that are the same on every machine: big-endian numbers, UTF-8 texts with their length
/// before them, moments as milliseconds since 1970.
public final class CanonicalBytes {
  private byte[] bytes = new byte[256];
  private int size;

  @CanIgnoreReturnValue
  public CanonicalBytes put(long number) {
    room(Long.BYTES);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (number >>> shift);
    }
    return this;
  }

  @CanIgnoreReturnValue
  public CanonicalBytes put(boolean flag) {
    room(1);
    bytes[size++] = (byte) (flag ? 1 : 0);
    return this;
  }

  @CanIgnoreReturnValue
  public CanonicalBytes put(Instant moment) {
    return put(moment.toEpochMilli());
  }

  @CanIgnoreReturnValue
  public CanonicalBytes put(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    put((long) utf8.length);
    room(utf8.length);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
    return this;
  }

  @CanIgnoreReturnValue
  public CanonicalBytes putAll(byte[] more) {
    room(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
    return this;
  }

  /// A choice by its name, so that the order of the names may change.
  @CanIgnoreReturnValue
  public CanonicalBytes put(Enum<?> choice) {
    return put(choice.name());
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /// SHA-256 of what was put, in lower-case hexadecimal digits.
  public String sha256() {
    return HexFormat.of().formatHex(sha256(toBytes()));
  }

  public static byte[] sha256(byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
