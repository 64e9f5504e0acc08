package dev.hansa.didregistry;

import io.micronaut.runtime.Micronaut;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;

/// Starts the registry alone.
@OpenAPIDefinition(
    info =
        @Info(
            title = "did-registry",
            version = "0.1",
            description =
                "DIDs, credential types and accreditations of the network, each answer proved by the ledger."))
public final class Application {
  private Application() {}

  public static void main(String[] arguments) {
    var _ =
        Micronaut.build(arguments)
            .environments("did-registry")
            .mainClass(Application.class)
            .start();
  }
}
