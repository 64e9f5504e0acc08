package dev.hansa.verifier;

import io.micronaut.runtime.Micronaut;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;

/// Starts the verifier alone.
@OpenAPIDefinition(
    info =
        @Info(
            title = "verifier",
            version = "0.1",
            description =
                "Requests presentations (OpenID for Verifiable Presentations 1.0) and verifies them;"
                    + " each verification leaves a receipt."))
public final class Application {
  private Application() {}

  public static void main(String[] arguments) {
    var _ =
        Micronaut.build(arguments).environments("verifier").mainClass(Application.class).start();
  }
}
