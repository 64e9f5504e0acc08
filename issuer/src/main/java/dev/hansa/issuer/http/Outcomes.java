package dev.hansa.issuer.http;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what became of requests, and writes a line for each change of state. No code, claim, DID
/// or token is in either.
@Singleton
final class Outcomes {
  private static final Logger LOG = LoggerFactory.getLogger("issuances");

  private final MeterRegistry meters;

  Outcomes(MeterRegistry meters) {
    this.meters = meters;
  }

  /// Counts an outcome by the name of its variant, `issuer_tokens_total{outcome="wrong-tx-code"}`.
  void count(String what, Object outcome) {
    meters.counter("issuer_" + what + "_total", "outcome", kebab(outcome)).increment();
  }

  void changed(String change, String tenant, String issuance) {
    LOG.info("{}: issuer {}, issuance {}", change, tenant, issuance);
  }

  void onboarding(String change, String tenant, String onboarding) {
    LOG.info("{}: issuer {}, onboarding {}", change, tenant, onboarding);
  }

  void changed(String change, String tenant) {
    LOG.info("{}: issuer {}", change, tenant);
  }

  private static String kebab(Object outcome) {
    return outcome
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }
}
