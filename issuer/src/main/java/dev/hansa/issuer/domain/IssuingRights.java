package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Accreditation;
import dev.hansa.identity.Accreditations;
import dev.hansa.identity.CredentialType.IssuedBy;
import dev.hansa.identity.CredentialTypes;
import dev.hansa.identity.DidResolution;
import dev.hansa.identity.DidResolver;
import dev.hansa.identity.Vct;
import dev.hansa.identity.VerificationRelationship;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether an issuer may issue a type, by the ledger and with its proof. A verifier asks the same
/// of every credential, so what is refused here would be believed nowhere.
public final class IssuingRights {
  private final TypeCatalogue catalogue;
  private final CredentialTypes types;
  private final Accreditations accreditations;
  private final DidResolver resolver;

  public IssuingRights(
      TypeCatalogue catalogue,
      CredentialTypes types,
      Accreditations accreditations,
      DidResolver resolver) {
    this.catalogue = catalogue;
    this.types = types;
    this.accreditations = accreditations;
    this.resolver = resolver;
  }

  /// What the ledger grants. A mandator's right has no bounds of its own.
  public sealed interface Right {
    record Refused(Refusal refusal) implements Right {}

    record Granted(Optional<Duration> validityMax, Optional<Instant> until) implements Right {}
  }

  /// The right to issue these claims now. May throw `LedgerUnavailable`.
  public Right look(Tenant tenant, Vct vct, ObjectNode claims, Instant now) {
    if (catalogue.find(vct).isEmpty()) {
      return refused("unknown-credential-type", "this service issues no credentials of this type");
    }
    var type = types.find(vct);
    if (type.isEmpty()) {
      return refused("unknown-credential-type", "the ledger has no credential type of this name");
    }
    if (!catalogue.agrees(type.get())) {
      return refused("catalogue", "the schema is the one whose hash is on the ledger");
    }
    if (!hasKeyOnLedger(tenant)) {
      return refused(
          "key-not-on-ledger", "the issuer's key is #assert in its DID document, for assertions");
    }
    return switch (type.get().issuedBy()) {
      case MANDATOR -> mandator(tenant, claims);
      case ACCREDITED -> accredited(tenant, vct, claims, now);
    };
  }

  /// The types that this issuer may offer now.
  public List<Vct> issuable(Tenant tenant, Instant now) {
    var issuable = new ArrayList<Vct>();
    for (var type : types.list()) {
      var vct = type.vct();
      if (catalogue.agrees(type)
          && (type.issuedBy() == IssuedBy.MANDATOR
              || accreditations.check(tenant.did(), vct, now)
                  instanceof Accreditations.Check.Accredited)) {
        issuable.add(vct);
      }
    }
    issuable.sort(null);
    return issuable;
  }

  private boolean hasKeyOnLedger(Tenant tenant) {
    return resolver.resolve(tenant.did()) instanceof DidResolution.Resolved(var document, _)
        && document
            .key(tenant.assertionName(), VerificationRelationship.ASSERTION_METHOD)
            .filter(tenant.assertion().publicKey()::equals)
            .isPresent();
  }

  /// `iss` is the mandator: an organisation speaks for itself and for no other.
  private static Right mandator(Tenant tenant, ObjectNode claims) {
    return claims.path("mandator").path("did").asText("").equals(tenant.did().toString())
        ? new Right.Granted(Optional.empty(), Optional.empty())
        : refused("mandator", "mandator.did is the DID of the issuer itself");
  }

  private Right accredited(Tenant tenant, Vct vct, ObjectNode claims, Instant now) {
    return switch (accreditations.check(tenant.did(), vct, now)) {
      case Accreditations.Check.NeverAccredited _, Accreditations.Check.NotAtThatTime _ ->
          refused("not-accredited", "the ledger accredits the issuer for this type now");
      case Accreditations.Check.Withdrawn _ ->
          refused("accreditation-withdrawn", "the issuer's accreditation was taken back");
      case Accreditations.Check.Accredited(var accreditation, _) ->
          isInside(accreditation, claims)
              ? new Right.Granted(
                  Optional.of(accreditation.validityMax()), Optional.of(accreditation.validUntil()))
              : refused("territory", "the country lies in the territory of the accreditation");
    };
  }

  private static boolean isInside(Accreditation accreditation, ObjectNode claims) {
    var territories = accreditation.territories();
    if (territories.isEmpty()) {
      return true;
    }
    var country = claims.path("country");
    if (country.isTextual() && !territories.contains(country.textValue())) {
      return false;
    }
    for (var each : claims.path("countries")) {
      if (!territories.contains(each.asText(""))) {
        return false;
      }
    }
    return true;
  }

  private static Right refused(String rule, String says) {
    return new Right.Refused(new Refusal(rule, says));
  }
}
