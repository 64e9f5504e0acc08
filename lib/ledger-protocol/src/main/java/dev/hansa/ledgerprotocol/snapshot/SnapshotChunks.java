package dev.hansa.ledgerprotocol.snapshot;

import dev.hansa.identity.Bytes;
import dev.hansa.ledgerprotocol.snapshot.SnapshotRefused.Reason;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// How a chunk travels: compressed ([RFC 1950](https://www.rfc-editor.org/rfc/rfc1950)). Two nodes
/// may compress the same chunk to different bytes, so its hash is that of what was compressed.
public final class SnapshotChunks {
  /// No compressed chunk is longer: what does not compress grows by a few bytes.
  public static final int PACKED_MAX = SnapshotManifest.CHUNK_MAX + (64 << 10);

  private SnapshotChunks() {}

  public static byte[] pack(byte[] chunk) {
    var packed = new byte[PACKED_MAX];
    try (var deflater = new Deflater(Deflater.BEST_SPEED)) {
      deflater.setInput(chunk);
      deflater.finish();
      int length = deflater.deflate(packed);
      if (!deflater.finished()) {
        throw new IllegalStateException("a compressed chunk is hardly longer than the chunk");
      }
      return Arrays.copyOf(packed, length);
    }
  }

  /// The chunk with this hash. Throws [SnapshotRefused], and never unpacks more than a chunk may
  /// have.
  public static byte[] unpack(byte[] packed, Bytes hash) {
    if (packed.length > PACKED_MAX) {
      throw new SnapshotRefused(Reason.TOO_LARGE);
    }
    var chunk = new byte[SnapshotManifest.CHUNK_MAX + 1];
    try (var inflater = new Inflater()) {
      inflater.setInput(packed);
      int length = inflater.inflate(chunk);
      if (length > SnapshotManifest.CHUNK_MAX) {
        throw new SnapshotRefused(Reason.TOO_LARGE);
      }
      if (!inflater.finished() || inflater.getRemaining() > 0) {
        throw new SnapshotRefused(Reason.CHUNK_CHANGED);
      }
      var unpacked = Arrays.copyOf(chunk, length);
      if (!Bytes.sha256(unpacked).equals(hash)) {
        throw new SnapshotRefused(Reason.CHUNK_CHANGED);
      }
      return unpacked;
    } catch (DataFormatException e) {
      throw new SnapshotRefused(Reason.CHUNK_CHANGED);
    }
  }
}
