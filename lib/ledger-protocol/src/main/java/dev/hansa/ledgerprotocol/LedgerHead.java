package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// The whole ledger at a height.
public record LedgerHead(long height, Instant time, List<LedgerRoots> ledgers) {
  private static final byte[] PREFIX = "hansa-app-hash-1".getBytes(StandardCharsets.US_ASCII);

  public LedgerHead {
    ledgers = List.copyOf(ledgers);
    requireOrder(ledgers);
  }

  static void requireOrder(List<LedgerRoots> ledgers) {
    if (!ledgers.stream().map(LedgerRoots::ledger).toList().equals(SubLedger.ALL)) {
      throw new IllegalArgumentException("all sub-ledgers stand in their one order");
    }
  }

  public LedgerRoots roots(SubLedger ledger) {
    return roots(ledgers, ledger);
  }

  static LedgerRoots roots(List<LedgerRoots> ledgers, SubLedger ledger) {
    for (var roots : ledgers) {
      if (roots.ledger() == ledger) {
        return roots;
      }
    }
    throw new IllegalStateException("all sub-ledgers have roots");
  }

  /// SHA-256 over `hansa-app-hash-1` and, for each sub-ledger in its order, code (4 bytes), size (8
  /// bytes), log root and state root. Height and time are not in it, so an idle ledger keeps its
  /// hash.
  public Bytes appHash() {
    return appHash(ledgers);
  }

  /// The app hash of these roots, all of them, in their order.
  public static Bytes appHash(List<LedgerRoots> ledgers) {
    var buffer = ByteBuffer.allocate(PREFIX.length + ledgers.size() * 76).put(PREFIX);
    for (var roots : ledgers) {
      buffer
          .putInt(roots.ledger().code())
          .putLong(roots.size())
          .put(roots.logRoot().toArray())
          .put(roots.stateRoot().toArray());
    }
    return Bytes.sha256(buffer.array());
  }
}
