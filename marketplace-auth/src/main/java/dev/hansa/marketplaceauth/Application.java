package dev.hansa.marketplaceauth;

import io.micronaut.runtime.Micronaut;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;

/// Starts marketplace-auth alone.
@OpenAPIDefinition(
    info =
        @Info(
            title = "marketplace-auth",
            version = "0.1",
            description =
                "Members, sign-in with a credential (OpenID Connect), decisions (OpenID AuthZEN) and"
                    + " their receipts."))
public final class Application {
  private Application() {}

  public static void main(String[] arguments) {
    var _ =
        Micronaut.build(arguments)
            .environments("marketplace-auth")
            .mainClass(Application.class)
            .start();
  }
}
