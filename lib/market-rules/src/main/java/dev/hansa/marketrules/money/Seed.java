package dev.hansa.marketrules.money;

import dev.hansa.marketrules.CanonicalBytes;
import dev.hansa.marketrules.Require;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// What breaks ties: the hash of the last ledger block of the interval before, so that nobody can
/// grind identifiers against it. Written into the book's log.
public record Seed(String hex) {
  public Seed {
    Require.that(
        hex.length() == 64
            && hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')),
        "a seed is 32 bytes in lower-case hexadecimal digits");
  }

  public static Seed of(byte[] hash) {
    return new Seed(HexFormat.of().formatHex(hash));
  }

  /// SHA-256 over the seed's 32 bytes and the identifier's UTF-8 bytes after them.
  public byte[] key(String id) {
    return CanonicalBytes.sha256(HexFormat.of().parseHex(hex), id.getBytes(StandardCharsets.UTF_8));
  }

  /// Orders identifiers by their keys, bytes compared unsigned.
  public int compare(String a, String b) {
    return Arrays.compareUnsigned(key(a), key(b));
  }
}
