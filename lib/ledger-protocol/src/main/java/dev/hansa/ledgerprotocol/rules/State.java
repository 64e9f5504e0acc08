package dev.hansa.ledgerprotocol.rules;

import dev.hansa.identity.Bytes;
import dev.hansa.ledgerprotocol.Nym;
import dev.hansa.ledgerprotocol.SubLedger;
import java.util.Optional;
import java.util.SortedMap;

/// The state as the rules read it: with everything that was written before this request, in this
/// block too.
public interface State {
  Optional<Bytes> get(SubLedger ledger, Bytes key);

  /// Everything under a prefix, in the order of the keys' bytes.
  SortedMap<Bytes, Bytes> list(SubLedger ledger, Bytes prefix);

  /// The latest version of a short DID.
  Optional<Nym> nym(String dest);
}
