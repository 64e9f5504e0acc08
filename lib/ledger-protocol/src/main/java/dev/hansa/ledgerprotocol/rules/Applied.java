package dev.hansa.ledgerprotocol.rules;

import dev.hansa.identity.Bytes;
import dev.hansa.ledgerprotocol.SubLedger;
import java.util.List;
import java.util.Optional;

/// What a request does to the state.
public sealed interface Applied {
  /// Nothing; `rule` names why, `detail` says it in a sentence.
  record Refused(String rule, String detail) implements Applied {}

  /// It is written to this sub-ledger, with these changes of states. `txnId` is Indy's name of the
  /// transaction, where it has one.
  record Accepted(SubLedger ledger, Optional<String> txnId, List<Change> changes)
      implements Applied {
    public Accepted {
      changes = List.copyOf(changes);
    }
  }

  record Change(SubLedger ledger, Bytes key, Bytes value) {}
}
