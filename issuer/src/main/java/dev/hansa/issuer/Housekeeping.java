package dev.hansa.issuer;

import dev.hansa.issuer.domain.Authorizations;
import dev.hansa.issuer.domain.Issuances;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what is over: claims of offers that nobody took up are gone soon after their time.
@Singleton
class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger("housekeeping");

  private final Issuances issuances;
  private final Authorizations authorizations;
  private final Clock clock;

  Housekeeping(Issuances issuances, Authorizations authorizations, Clock clock) {
    this.issuances = issuances;
    this.authorizations = authorizations;
    this.clock = clock;
  }

  @Scheduled(fixedDelay = "1m", initialDelay = "10s")
  void sweep() {
    var _ = authorizations.sweep(clock.instant());
    var swept = issuances.sweep(clock.instant());
    if (swept.lapsed() + swept.copies() + swept.forgotten() > 0) {
      LOG.info(
          "swept: {} lapsed, {} copies, {} forgotten",
          swept.lapsed(),
          swept.copies(),
          swept.forgotten());
    }
  }
}
