package dev.hansa.marketplaceauth.domain;

import dev.hansa.identity.Bytes;
import java.time.Instant;

/// One sign-in on its way. `binding` is the hash of the cookie that the browser got that started it
/// (or of the `auth_session` of an app): nobody else gets its code.
public sealed interface Login {
  Head head();

  /// What does not change.
  record Head(String id, String binding, AuthorizationRequest request, Instant expires) {
    public boolean isBoundTo(String presented) {
      return Bytes.utf8(binding).equalsInConstantTime(Bytes.utf8(Ids.hash(presented)));
    }
  }

  /// As whom one may sign in.
  enum As {
    PERSON,
    ORGANISATION
  }

  /// It is not said yet as whom.
  record Choosing(Head head) implements Login {}

  /// Credentials are asked for.
  record Asking(Head head, Presentations.Asked asked, As as, boolean fetched) implements Login {}

  /// The credentials were shown, and a session is open; its code was not fetched yet.
  record Confirmed(Head head, String sessionId) implements Login {}

  /// Its code was given out.
  record Done(Head head) implements Login {}

  record Refused(Head head, Refusal refusal) implements Login {}

  record Expired(Head head) implements Login {}
}
