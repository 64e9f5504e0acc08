package dev.hansa.marketplaceauth.domain;

import java.time.Instant;
import java.util.Optional;

/// Keeps logins. A step is made once: of two that try at once one is told true.
public interface LoginStore {
  void add(Login.Choosing login);

  Optional<Login> find(String id);

  /// From choosing to asking; asking again for other credentials is such a step too.
  boolean ask(Login.Asking asking);

  /// From asking to confirmed, with the new session; all or nothing.
  boolean confirm(Login.Confirmed confirmed, Session.Open session);

  /// From confirmed to done.
  boolean finish(Login.Done done);

  /// From asking to refused.
  boolean refuse(Login.Refused refused);

  /// How many have not ended at this time.
  long open(Instant now);

  void forget(Instant expiredBefore);
}
