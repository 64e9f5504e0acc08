package dev.hansa.ledgerprotocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import java.util.List;

/// Carries questions to a node and its answers back, as JSON. It believes nothing and checks
/// nothing; [LedgerClient] does. Every call may throw [dev.hansa.identity.LedgerUnavailable].
public interface LedgerTransport {
  /// A node's answer as it came.
  record Answer(int status, ObjectNode body) {}

  /// Hands a request in, unchanged.
  Answer submit(String request);

  Answer state(SubLedger ledger, Bytes key);

  Answer list(SubLedger ledger, Bytes prefix);

  Answer transaction(SubLedger ledger, long seqNo);

  Answer checkpoint();

  /// What proves that the ledger's first `first` transactions are the first of its `second`.
  Answer consistency(SubLedger ledger, long first, long second);

  /// The nodes behind this transport, one transport each, the preferred first: a reader whom one
  /// node's answer does not convince asks the next.
  default List<LedgerTransport> nodes() {
    return List.of(this);
  }
}
