package dev.hansa.ledgerprotocol.rules;

import dev.hansa.ledgerprotocol.SubLedger;
import java.time.Instant;

/// Where a request stands: which network, at what block time (whole seconds), under which auth
/// rules, and which number it would get.
public record Context(String network, Instant time, AuthRules authRules, Numbers numbers) {
  /// The number of the next transaction of a sub-ledger.
  @FunctionalInterface
  public interface Numbers {
    long next(SubLedger ledger);
  }
}
