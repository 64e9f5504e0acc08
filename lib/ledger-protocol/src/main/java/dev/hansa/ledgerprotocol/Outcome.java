package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import java.time.Instant;
import java.util.List;

/// What became of one request of a block.
public sealed interface Outcome {
  /// It is on the ledger. `result` is Indy's write result; `auditPath` proves the transaction in
  /// the log as it is after this block.
  record Written(
      SubLedger ledger,
      long seqNo,
      long height,
      Instant time,
      boolean alreadyThere,
      ObjectNode result,
      List<Bytes> auditPath)
      implements Outcome {
    public Written {
      auditPath = List.copyOf(auditPath);
    }
  }

  /// The rules say no. `rule` is a kebab-case name, `detail` a sentence that repeats no input.
  record Refused(String rule, String detail) implements Outcome {}

  /// The same payload was written with other signatures.
  record OtherSignatures() implements Outcome {}
}
