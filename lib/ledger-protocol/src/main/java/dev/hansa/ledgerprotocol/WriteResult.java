package dev.hansa.ledgerprotocol;

import java.time.Instant;

/// What became of a request that was submitted.
public sealed interface WriteResult {
  /// It is on the ledger, which was proved; `alreadyThere` if it had been before.
  record Written(SubLedger ledger, long seqNo, long height, Instant time, boolean alreadyThere)
      implements WriteResult {}

  /// The rules say no; `rule` is a kebab-case name, `detail` a sentence.
  record Refused(String rule, String detail) implements WriteResult {}

  /// The same payload is on the ledger with other signatures.
  record OtherSignatures() implements WriteResult {}
}
