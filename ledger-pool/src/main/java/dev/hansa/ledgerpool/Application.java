package dev.hansa.ledgerpool;

import io.micronaut.runtime.Micronaut;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;

/// Starts a node alone.
@OpenAPIDefinition(
    info =
        @Info(
            title = "ledger-pool",
            version = "0.1",
            description =
                "A node of the ledger. Writes are Indy requests; every read comes with a proof that"
                    + " ends in the signed checkpoint."))
public final class Application {
  private Application() {}

  public static void main(String[] arguments) {
    var _ =
        Micronaut.build(arguments).environments("ledger-pool").mainClass(Application.class).start();
  }
}
