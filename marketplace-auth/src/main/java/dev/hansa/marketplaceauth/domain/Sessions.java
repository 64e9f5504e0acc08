package dev.hansa.marketplaceauth.domain;

import java.time.Instant;
import java.util.Optional;

/// Keeps sessions, and the codes and refresh tokens that stand for them. Of a secret only its hash
/// is kept.
public interface Sessions {
  Optional<Session> find(String id);

  /// Ends a session that is open; one that ended keeps its reason.
  void end(String id, Session.Because because, Instant now);

  void issue(String secret, Grant grant);

  /// Takes a code or refresh token: true for one caller only, also when two ask at once.
  Taking take(Grant.Kind kind, String secret, Instant now);

  /// Looks without taking.
  Optional<Grant> look(Grant.Kind kind, String secret);

  void forget(Instant expiredBefore);

  sealed interface Taking {
    record Unknown() implements Taking {}

    /// It was taken before: whoever has it now, or had it then, is not the right one.
    record UsedBefore(Grant grant) implements Taking {}

    record Expired() implements Taking {}

    record Taken(Grant grant) implements Taking {}
  }
}
