package dev.hansa.ledgerprotocol;

import dev.hansa.identity.Bytes;

/// One sub-ledger at a height: how long its log is, the log's root and the state's root.
public record LedgerRoots(SubLedger ledger, long size, Bytes logRoot, Bytes stateRoot) {
  public LedgerRoots {
    if (size < 0 || logRoot.length() != 32 || stateRoot.length() != 32) {
      throw new IllegalArgumentException("a root has 32 bytes, and a size is not negative");
    }
  }
}
