package dev.hansa.marketplaceauth.domain;

import java.time.Duration;
import java.time.Instant;

/// Somebody is signed in. `fact` is the credential that it rests on: the mandate, or the person's
/// own membership (`self`). It ends with that credential.
public sealed interface Session {
  Head head();

  /// What does not change.
  record Head(
      String id,
      String party,
      String agent,
      String fact,
      boolean self,
      boolean machine,
      int loa,
      String clientId,
      Instant authenticated,
      Instant expires) {}

  record Open(Head head) implements Session {}

  record Ended(Head head, Because because, Instant at) implements Session {
    /// Whose credential was withdrawn can still take back what it offered, while its last token
    /// lasts.
    boolean mayStillCancel(Instant now) {
      return because == Because.CREDENTIAL && now.isBefore(at.plus(ACCESS_TOKEN_LIFETIME));
    }
  }

  enum Because {
    /// The credential was withdrawn, has expired, or its issuer is no longer trusted.
    CREDENTIAL,
    /// A code or refresh token was used twice: one of the two users is not the right one.
    REUSE
  }

  Duration ACCESS_TOKEN_LIFETIME = Duration.ofMinutes(5);
}
