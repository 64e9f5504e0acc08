package dev.hansa.credentials;

import dev.hansa.identity.Accreditations;
import dev.hansa.identity.CredentialTypes;
import dev.hansa.identity.DidResolver;
import java.time.Duration;

/// The one verifier: one ordered list of checks for whatever is presented. The first that fails is
/// the answer.
public final class CredentialVerifier {
  /// How far the clocks of issuer, holder and verifier may differ.
  public static final Duration SKEW = Duration.ofSeconds(60);

  /// A KB-JWT is made for the request at hand; older than this it is not.
  public static final Duration KEY_BINDING_AGE_MAX = Duration.ofMinutes(5);

  final IssuerKeys keys;
  final Accreditations accreditations;
  final CredentialTypes types;
  final StatusLists statusLists;
  final Catalogue catalogue;

  public CredentialVerifier(
      DidResolver resolver,
      Accreditations accreditations,
      CredentialTypes types,
      StatusLists statusLists) {
    this.keys = new IssuerKeys(resolver);
    this.accreditations = accreditations;
    this.types = types;
    this.statusLists = statusLists;
    this.catalogue = Catalogue.hansa();
  }

  /// Checks a presentation. May throw [dev.hansa.identity.LedgerUnavailable]: then nothing is
  /// known.
  public PresentationCheck check(String presentation, Expectation expectation) {
    return new Examination(this, presentation, expectation).run();
  }
}
