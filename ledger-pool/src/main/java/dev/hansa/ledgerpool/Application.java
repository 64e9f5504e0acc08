package dev.hansa.ledgerpool;

import dev.hansa.ledgerpool.domain.CannotServe;
import io.micronaut.context.exceptions.BeanInstantiationException;
import io.micronaut.runtime.Micronaut;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
  private static final Logger LOG = LoggerFactory.getLogger("ledger-pool");

  /// What the process ends with when the node cannot serve.
  static final int CANNOT_SERVE = 3;

  private Application() {}

  public static void main(String[] arguments) {
    var _ =
        Micronaut.build(arguments)
            .environments("ledger-pool")
            .mainClass(Application.class)
            .mapError(BeanInstantiationException.class, Application::exitCode)
            .start();
  }

  private static int exitCode(BeanInstantiationException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof CannotServe sentence) {
        // The framework would add pages of its own.
        LOG.error("{}", sentence.getMessage());
        LOG.debug("why the node cannot serve", sentence);
        System.exit(CANNOT_SERVE);
      }
    }
    return 1;
  }
}
