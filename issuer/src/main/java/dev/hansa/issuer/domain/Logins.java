package dev.hansa.issuer.domain;

import dev.hansa.identity.Did;
import dev.hansa.identity.Vct;
import java.net.URI;
import java.util.Optional;

/// How a person shows who they are: by a credential, at a verifier.
public interface Logins {
  /// Whether this issuer can ask at all.
  boolean canAsk(Tenant tenant);

  /// Asks for a credential of this type, in the issuer's own name. `back` is where the wallet sends
  /// the browser afterwards. May throw if the verifier does not answer.
  Asked ask(Tenant tenant, Vct vct, String purpose, URI back);

  Answer find(Tenant tenant, String login);

  record Asked(String login, String link) {}

  sealed interface Answer {
    record Waiting() implements Answer {}

    record Expired() implements Answer {}

    record Refused(String sentence) implements Answer {}

    /// The subject of what was shown; `responseCode` is with whoever showed it.
    record Shown(Did subject, Optional<String> responseCode) implements Answer {}
  }
}
