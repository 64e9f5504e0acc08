package dev.hansa.issuer;

import dev.hansa.issuer.domain.Tenant;
import dev.hansa.issuer.domain.Tenants;
import dev.hansa.issuer.domain.onboarding.Caseworker;
import dev.hansa.issuer.domain.onboarding.OnboardingCases;
import dev.hansa.servicekit.StoreUnavailable;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes every onboarding that has not ended a little further, so that none waits for somebody to
/// look at it. Several instances may do it at once.
@Singleton
class OnboardingRounds {
  private static final Logger LOG = LoggerFactory.getLogger("onboardings");

  /// So many at a time.
  private static final int BATCH = 200;

  private final OnboardingCases cases;
  private final Caseworker caseworker;
  private final Tenants tenants;
  private final Clock clock;
  private long last;

  OnboardingRounds(OnboardingCases cases, Caseworker caseworker, Tenants tenants, Clock clock) {
    this.cases = cases;
    this.caseworker = caseworker;
    this.tenants = tenants;
    this.clock = clock;
  }

  @Scheduled(fixedDelay = "10s", initialDelay = "5s")
  synchronized void goOn() {
    try {
      var batch = cases.unfinished(last, BATCH);
      for (var place : batch) {
        last = place.seq();
        // A tenant whose folder is away has its cases wait; its log line says so already.
        tenants.find(place.tenant()).ifPresent(tenant -> goOn(tenant, place.id()));
      }
      if (batch.size() < BATCH) {
        last = 0;
      }
    } catch (StoreUnavailable e) {
      LOG.warn("the store did not answer; the next round is in ten seconds");
    }
  }

  private void goOn(Tenant tenant, String id) {
    try {
      var _ = caseworker.goOn(tenant, id);
    } catch (StoreUnavailable e) {
      throw e;
    } catch (RuntimeException e) {
      // One case with a fault of ours does not hold up the others.
      LOG.error("onboarding {} does not go on: {}", id, e.getClass().getSimpleName());
    }
  }

  @Scheduled(fixedDelay = "1h", initialDelay = "1m")
  void forget() {
    int forgotten = cases.sweep(clock.instant());
    if (forgotten > 0) {
      LOG.info("{} onboardings that ended long ago are forgotten", forgotten);
    }
  }
}
