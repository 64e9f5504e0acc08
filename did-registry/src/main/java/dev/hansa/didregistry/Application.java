package dev.hansa.didregistry;

import dev.hansa.credentials.Catalogue;
import dev.hansa.didregistry.domain.RequestDoor;
import dev.hansa.didregistry.domain.Resolutions;
import dev.hansa.didregistry.domain.TypeDocuments;
import dev.hansa.didregistry.domain.WhoMayIssue;
import dev.hansa.didregistry.ledger.CatalogueTexts;
import dev.hansa.didregistry.ledger.NodeDoor;
import dev.hansa.didregistry.ledger.ProvedAccreditations;
import dev.hansa.identity.CredentialTypes;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.DidJwk;
import dev.hansa.identity.DidKey;
import dev.hansa.identity.DidResolver;
import dev.hansa.ledgerprotocol.LedgerAccreditations;
import dev.hansa.ledgerprotocol.LedgerTransport;
import io.micronaut.context.annotation.Factory;
import io.micronaut.runtime.Micronaut;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import jakarta.inject.Singleton;
import java.util.Set;

/// Starts the registry alone, and joins its parts: the one place that knows them all.
@Factory
@OpenAPIDefinition(
    info =
        @Info(
            title = "did-registry",
            version = "0.1",
            description =
                "DIDs, credential types and accreditations of the network, each answer proved by"
                    + " the ledger."))
public class Application {
  private static final Set<String> METHODS = Set.of(DidIndy.METHOD, DidKey.METHOD, DidJwk.METHOD);

  public static void main(String[] arguments) {
    var _ =
        Micronaut.build(arguments)
            .environments("did-registry")
            .mainClass(Application.class)
            .start();
  }

  @Singleton
  Resolutions resolutions(DidResolver resolver) {
    return new Resolutions(resolver, METHODS);
  }

  @Singleton
  WhoMayIssue whoMayIssue(LedgerAccreditations accreditations) {
    return new WhoMayIssue(new ProvedAccreditations(accreditations));
  }

  @Singleton
  TypeDocuments typeDocuments(CredentialTypes types) {
    return new TypeDocuments(types, new CatalogueTexts(Catalogue.hansa()));
  }

  @Singleton
  RequestDoor requestDoor(LedgerTransport transport) {
    return new NodeDoor(transport);
  }
}
