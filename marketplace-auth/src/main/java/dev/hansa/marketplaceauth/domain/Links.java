package dev.hansa.marketplaceauth.domain;

import dev.hansa.identity.Did;
import dev.hansa.identity.DidJwk;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.VerificationKey;
import dev.hansa.identity.VerificationRelationship;
import java.time.Instant;
import java.util.Optional;

/// That credentials of one act are about the same party: `mandate.mandator.did` = `participant.sub`
/// = the subject of the licence. The first refusal that applies is the answer.
final class Links {
  private Links() {}

  /// Onboarding: everything is about the organisation that called.
  static Optional<Refusal> onboarding(Presentations.Answer.Verified shown, Did caller) {
    var participant = shown.byQuery(Queries.PARTICIPANT);
    if (participant.isEmpty()) {
      return Optional.of(Refusal.UNREADABLE);
    }
    if (!shown.credentials().stream().allMatch(c -> c.subject().equals(Optional.of(caller)))) {
      return Optional.of(Refusal.NOT_YOURS);
    }
    return participant.get().claims().path("kind").asText().equals("LEGAL_ENTITY")
        ? Optional.empty()
        : Optional.of(Refusal.NOT_AN_ORGANISATION);
  }

  /// A person acts alone: the credential is a person's, and its own key showed it.
  static Optional<Refusal> person(Presented participant) {
    if (!participant.claims().path("kind").asText().equals("NATURAL_PERSON")
        || participant.subject().isEmpty()
        || Pseudonyms.isOrganisation(participant.subject().get())) {
      return Optional.of(Refusal.NOT_A_PERSON);
    }
    var key = keyOf(participant.subject().get());
    return key.isPresent() && key.get().thumbprint().equals(participant.holderThumbprint())
        ? Optional.empty()
        : Optional.of(Refusal.HOLDER_KEY);
  }

  /// A mandate speaks for the organisation that issued it.
  static Optional<Refusal> mandate(Presented mandate) {
    var mandator = mandator(mandate);
    return mandator.isPresent()
            && Pseudonyms.isOrganisation(mandator.get())
            && mandate.issuer().equals(mandator.get())
        ? Optional.empty()
        : Optional.of(Refusal.MANDATE_LINK);
  }

  static Optional<Did> mandator(Presented mandate) {
    try {
      return Optional.of(Did.parse(mandate.claims().path("mandator").path("did").asText()));
    } catch (MalformedInput e) {
      return Optional.empty();
    }
  }

  /// Evidence is about the party that acts, and has begun.
  static Optional<Refusal> evidence(
      Presentations.Answer.Verified shown, String party, Pseudonyms pseudonyms, Instant now) {
    for (var credential : shown.credentials()) {
      if (credential.subject().isEmpty()
          || !pseudonyms.party(credential.subject().get()).equals(party)) {
        return Optional.of(Refusal.NOT_YOURS);
      }
      if (Attested.read(credential.type(), credential.claims(), pseudonyms)
              instanceof Attested.PaymentCapability payment
          && now.isBefore(payment.notBefore())) {
        return Optional.of(Refusal.NOT_YET_VALID);
      }
    }
    return Optional.empty();
  }

  private static Optional<VerificationKey> keyOf(Did subject) {
    try {
      return new DidJwk().resolve(subject, dev.hansa.identity.DidVersion.LATEST)
              instanceof DidResolution.Resolved(var document, _)
          ? document.key(DidJwk.keyName(subject), VerificationRelationship.AUTHENTICATION)
          : Optional.empty();
    } catch (MalformedInput e) {
      return Optional.empty();
    }
  }
}
