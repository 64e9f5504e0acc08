package dev.hansa.ledgerprotocol.rules;

import dev.hansa.ledgerprotocol.Limits;
import dev.hansa.ledgerprotocol.SubLedger;
import java.time.Instant;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// Where a request stands: which network, at what height and block time (whole seconds), under
/// which auth rules and limits, how many bytes it has, who voted when the block began (the keys of
/// the validators, in base58), and which number it would get.
public record Context(
    String network,
    long height,
    Instant time,
    AuthRules authRules,
    Limits limits,
    IntSupplier length,
    Supplier<Set<String>> votersAtStart,
    Numbers numbers) {
  /// The number of the next transaction of a sub-ledger.
  @FunctionalInterface
  public interface Numbers {
    long next(SubLedger ledger);
  }
}
