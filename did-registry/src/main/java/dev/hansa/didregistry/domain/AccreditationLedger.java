package dev.hansa.didregistry.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Accreditation;
import dev.hansa.identity.Did;
import dev.hansa.identity.Vct;
import java.util.List;

/// The ledger's list of who may issue a type. Every call may throw
/// [dev.hansa.identity.LedgerUnavailable].
public interface AccreditationLedger {
  /// All accreditations for this type that ever were, complete, and the proof that they are.
  Proved list(Vct type);

  /// All that this issuer ever had for this type, and the proof that there is no other.
  Proved list(Did issuer, Vct type);

  /// `proof` is the node's answer as it came, which anyone may check against the genesis.
  record Proved(List<Accreditation> accreditations, long ledgerHeight, ObjectNode proof) {
    public Proved {
      accreditations = List.copyOf(accreditations);
    }
  }
}
