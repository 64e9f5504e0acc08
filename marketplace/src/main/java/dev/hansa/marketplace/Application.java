package dev.hansa.marketplace;

import io.micronaut.runtime.Micronaut;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;

/// Starts the marketplace alone.
@OpenAPIDefinition(
    info =
        @Info(
            title = "marketplace",
            version = "0.1",
            description =
                "Offerings, order books, trades, agreements and settlement; each act is decided by"
                    + " marketplace-auth and carries the receipt of that decision."))
public final class Application {
  private Application() {}

  public static void main(String[] arguments) {
    var _ =
        Micronaut.build(arguments).environments("marketplace").mainClass(Application.class).start();
  }
}
