package dev.hansa.issuer.domain;

import dev.hansa.identity.Did;
import dev.hansa.identity.Vct;
import java.net.URI;
import java.util.Optional;

/// Credentials that people show at a verifier.
public interface Presentations {
  /// Whether this issuer can ask at all.
  boolean canAsk(Tenant tenant);

  /// Asks for a credential of this type, in the issuer's own name. `back` is where the wallet sends
  /// the browser afterwards. May throw if the verifier does not answer.
  Login.Asked ask(Tenant tenant, Vct vct, String purpose, URI back);

  Shown find(Tenant tenant, String login);

  /// What became of asking.
  sealed interface Shown {
    record Waiting() implements Shown {}

    record Expired() implements Shown {}

    record Refused(String sentence) implements Shown {}

    /// The subject of what was shown; `responseCode` is with whoever showed it.
    record Subject(Did subject, Optional<String> responseCode) implements Shown {}
  }
}
