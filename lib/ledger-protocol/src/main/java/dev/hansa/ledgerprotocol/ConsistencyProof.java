package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import java.util.List;

/// Proves that a log of `first` leaves is the beginning of the same log with `second` leaves: that
/// nothing was changed, moved or taken out in between, [RFC 6962, section
/// 2.1.2](https://www.rfc-editor.org/rfc/rfc6962#section-2.1.2).
public record ConsistencyProof(SubLedger ledger, long first, long second, List<Bytes> path) {
  /// No log of at most 2^53 leaves has a longer path.
  public static final int PATH_MAX = 64;

  public ConsistencyProof {
    requireOrder(first, second);
    path = List.copyOf(path);
    if (path.size() > PATH_MAX) {
      throw new MalformedInput("a consistency path has at most " + PATH_MAX + " hashes");
    }
    if (path.stream().anyMatch(hash -> hash.length() != 32)) {
      throw new MalformedInput("a hash in a consistency path has 32 bytes");
    }
  }

  static void requireOrder(long first, long second) {
    if (first < 1 || first > second) {
      throw new MalformedInput(
          "first is at least 1, and second is not smaller: the shorter log comes first");
    }
  }

  /// True if the path leads from the older root to the newer one.
  public boolean verify(Bytes older, Bytes newer) {
    return MerkleLog.verifyConsistency(first, second, older, newer, path);
  }
}
