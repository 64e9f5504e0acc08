package dev.hansa.marketrules;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Reads what [CanonicalBytes] wrote. Anything else is an `IllegalArgumentException`.
public final class CanonicalReader {
  private final ByteBuffer bytes;

  public CanonicalReader(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  public long number() {
    Require.that(bytes.remaining() >= Long.BYTES, "canonical bytes end after a whole number");
    return bytes.getLong();
  }

  public Instant moment() {
    return Instant.ofEpochMilli(number());
  }

  /// A number from 0 up to, and without, the bound.
  public int choice(int bound) {
    long number = number();
    Require.that(number >= 0 && number < bound, "a choice is one of those there are");
    return (int) number;
  }

  public <T extends Enum<T>> T choice(Class<T> of) {
    return Enum.valueOf(of, text());
  }

  public String text() {
    long length = number();
    Require.that(
        length >= 0 && length <= bytes.remaining(), "canonical bytes end after a whole text");
    var part = bytes.slice(bytes.position(), (int) length);
    bytes.position(bytes.position() + (int) length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a canonical text is UTF-8", e);
    }
  }

  public void end() {
    Require.that(!bytes.hasRemaining(), "nothing follows canonical bytes");
  }
}
