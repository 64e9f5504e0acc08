package dev.hansa.credentials;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A status list whose signature was checked, in one of the forms that lists have.
interface StatusDocument {
  /// It is not used from then on.
  Optional<Instant> expires();

  /// How long a copy may be used before it is asked for again; zero where the list does not say.
  Duration ttl();

  /// What it says of a credential of this issuer.
  StatusResult read(StatusPlace place, StatusLists.SignedBy issuer, Instant checkedAt);
}
