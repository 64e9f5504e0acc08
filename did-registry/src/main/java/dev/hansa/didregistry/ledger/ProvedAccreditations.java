package dev.hansa.didregistry.ledger;

import dev.hansa.didregistry.domain.AccreditationLedger;
import dev.hansa.identity.Accreditation;
import dev.hansa.identity.Did;
import dev.hansa.identity.Vct;
import dev.hansa.ledgerprotocol.LedgerAccreditations;
import java.util.List;

/// The accreditations, read from any node and believed by their proof.
public final class ProvedAccreditations implements AccreditationLedger {
  private final LedgerAccreditations accreditations;

  public ProvedAccreditations(LedgerAccreditations accreditations) {
    this.accreditations = accreditations;
  }

  @Override
  public Proved list(Vct type) {
    return proved(accreditations.proved(type));
  }

  @Override
  public Proved list(Did issuer, Vct type) {
    return proved(accreditations.accreditations(issuer, type));
  }

  private static Proved proved(dev.hansa.ledgerprotocol.Proved<List<Accreditation>> proved) {
    return new Proved(proved.value(), proved.checkpoint().height(), proved.proof());
  }
}
