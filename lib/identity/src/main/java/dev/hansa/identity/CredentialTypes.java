package dev.hansa.identity;

import java.util.List;
import java.util.Optional;

/// The credential types on the ledger. Every call may throw [LedgerUnavailable]; an answer was
/// proved.
public interface CredentialTypes {
  Optional<CredentialType> find(Vct vct);

  /// All types, complete.
  List<CredentialType> list();
}
