package dev.hansa.issuer;

import io.micronaut.runtime.Micronaut;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;

/// Starts the issuer alone.
@OpenAPIDefinition(
    info =
        @Info(
            title = "issuer",
            version = "0.1",
            description =
                "Issues credentials by OpenID for Verifiable Credential Issuance 1.0"
                    + " (pre-authorized code) and serves their status lists."))
public final class Application {
  private Application() {}

  public static void main(String[] arguments) {
    var _ = Micronaut.build(arguments).environments("issuer").mainClass(Application.class).start();
  }
}
