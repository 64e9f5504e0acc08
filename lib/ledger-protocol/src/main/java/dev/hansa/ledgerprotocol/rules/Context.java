package dev.hansa.ledgerprotocol.rules;

import dev.hansa.identity.Bytes;
import dev.hansa.ledgerprotocol.LedgerRoots;
import dev.hansa.ledgerprotocol.Limits;
import dev.hansa.ledgerprotocol.SubLedger;
import java.time.Instant;
import java.util.Set;
import java.util.function.IntSupplier;

/// Where a request stands: which network, at what height and block time (whole seconds), under
/// which auth rules and limits, how many bytes it has, what the ledger was when the block began,
/// and which number it would get.
public record Context(
    String network,
    long height,
    Instant time,
    AuthRules authRules,
    Limits limits,
    IntSupplier length,
    AtStart atStart,
    Numbers numbers) {
  /// The ledger as the last block left it. What the block that is executed writes is not in it, and
  /// nothing is that the app hash does not cover: a node that joined by a snapshot knows no more.
  public interface AtStart {
    LedgerRoots roots(SubLedger ledger);

    /// Who voted: the keys of the validators, in base58.
    Set<String> voters();

    /// The root that the log of a sub-ledger had when it held `size` transactions; it holds as many
    /// or more.
    Bytes logRoot(SubLedger ledger, long size);

    /// When a transaction was written, in whole seconds; those of the genesis before all others.
    Instant writtenAt(SubLedger ledger, long seqNo);
  }

  /// The number of the next transaction of a sub-ledger.
  @FunctionalInterface
  public interface Numbers {
    long next(SubLedger ledger);
  }
}
