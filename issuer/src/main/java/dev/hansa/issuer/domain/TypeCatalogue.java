package dev.hansa.issuer.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.Catalogue;
import dev.hansa.credentials.CatalogueType;
import dev.hansa.credentials.IssuanceCheck;
import dev.hansa.identity.CredentialType;
import dev.hansa.identity.Vct;
import java.util.List;
import java.util.Optional;

/// The credential types that this service issues.
public final class TypeCatalogue {
  private final Catalogue catalogue;

  public TypeCatalogue(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /// A type of the catalogue to which we can give a term and a status.
  public Optional<CatalogueType> find(Vct vct) {
    return catalogue.find(vct).filter(_ -> Validity.knows(vct));
  }

  /// Whether a holder must prove possession of a key.
  public boolean isHolderBound(Vct vct) {
    return catalogue.find(vct).map(CatalogueType::holderBound).orElse(false);
  }

  /// True if the schema that we check by is the one that the ledger names.
  boolean agrees(CredentialType ledgers) {
    return find(ledgers.vct())
        .map(ours -> ours.schemaHash().equals(ledgers.schemaHash()))
        .orElse(false);
  }

  /// What is wrong with the claims of a whole credential; empty if nothing is.
  List<Refusal> check(Vct vct, ObjectNode claims) {
    return switch (catalogue.check(vct, claims)) {
      case IssuanceCheck.Conforms _ -> List.of();
      case IssuanceCheck.UnknownType _ ->
          List.of(new Refusal("unknown-credential-type", "The type is one of the catalogue."));
      case IssuanceCheck.Violations(var violations) ->
          violations.stream()
              .map(violation -> new Refusal(violation.rule(), violation.sentence()))
              .toList();
    };
  }
}
