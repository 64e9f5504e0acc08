package dev.hansa.receipts;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Did;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;

/// What checking a receipt's file found.
public sealed interface ReceiptCheck {
  /// Every check holds. `genesis` is where the chain of proofs ends: compare it with the network's
  /// genesis hash unless it was pinned. `checks` names what was checked, in order.
  record Holds(
      String id,
      Did issuer,
      Instant time,
      String kind,
      String action,
      String outcome,
      SortedSet<String> policies,
      Bytes genesis,
      long ledgerHeight,
      List<String> checks)
      implements ReceiptCheck {
    public Holds {
      checks = List.copyOf(checks);
    }
  }

  /// The first check that failed, by its name in docs/protocols/receipts.md, and a sentence.
  record Fails(String check, String sentence) implements ReceiptCheck {}
}
