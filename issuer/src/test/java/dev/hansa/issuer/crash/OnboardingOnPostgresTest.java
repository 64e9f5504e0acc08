package dev.hansa.issuer.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.issuer.domain.CredentialStatus;
import dev.hansa.issuer.domain.Issuance;
import dev.hansa.issuer.domain.Issuing;
import dev.hansa.issuer.domain.onboarding.OnboardingCase;
import dev.hansa.issuer.domain.onboarding.Step.Stage;
import dev.hansa.servicekit.Jdbc;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Onboardings of two instances on one PostgreSQL: the Maven profile `postgres`.
@Tag("postgres")
class OnboardingOnPostgresTest extends OnboardingCrashContract {
  private static final int ROUNDS = 25;

  @BeforeAll
  static void start() throws IOException {
    Postgres.start();
  }

  @AfterAll
  static void stop() {
    Postgres.stop();
  }

  @Override
  DataSource open() {
    return Postgres.source();
  }

  @Override
  void close(DataSource store) {
    Postgres.close(store);
  }

  private long count(String sql) {
    return count(new Jdbc(store()), sql);
  }

  @Test
  void two_instances_that_hear_everything_at_once_make_each_offer_once() {
    for (int i = 0; i < ROUNDS; i++) {
      var one = instance(store());
      var other = instance(store());
      var request = request("two-" + i, List.of("register extract"), 2);
      var ids =
          Postgres.both(
              one,
              other,
              3,
              instance -> begun(instance.beginning.begin(tenant, request)).about().id());
      assertThat(new HashSet<>(ids)).hasSize(1);
      var id = ids.getFirst();
      var offers =
          Postgres.both(
              one,
              other,
              3,
              instance -> {
                var _ =
                    done(instance.onboarding.pass(tenant, id, 1, Optional.empty(), tenant.did()));
                var onboarding = done(instance.onboarding.look(tenant, id, tenant.did()));
                return offered(onboarding, 2) + " " + offered(onboarding, 3);
              });
      assertThat(new HashSet<>(offers)).hasSize(1);
    }
    assertThat(count("select count(*) as n from issuance")).isEqualTo(2L * ROUNDS);
    assertThat(count("select count(*) as n from onboarding")).isEqualTo(ROUNDS);
  }

  @Test
  void what_one_instance_skips_while_the_other_offers_it_is_with_nobody() {
    for (int i = 0; i < ROUNDS; i++) {
      var one = instance(store());
      var other = instance(store());
      var request = request("skip-" + i, List.of("register extract"), 1);
      var id = begun(one.beginning.begin(tenant, request)).about().id();
      var turn = new AtomicInteger();
      var _ =
          Postgres.both(
              one,
              other,
              1,
              instance ->
                  done(
                      turn.getAndIncrement() == 0
                          ? instance.onboarding.pass(tenant, id, 1, Optional.empty(), tenant.did())
                          : instance.onboarding.skip(tenant, id, 2, "not now", tenant.did())));
      var onboarding = done(one.onboarding.look(tenant, id, tenant.did()));
      assertThat(onboarding).isInstanceOf(OnboardingCase.Completed.class);
      assertThat(stage(onboarding, 2)).isInstanceOf(Stage.Skipped.class);
      assertEnded(one, tenant, onboarding);
    }
    assertThat(count("select count(*) as n from issuance where state <> 'WITHDRAWN'")).isZero();
  }

  @Test
  void what_one_instance_withdraws_while_the_wallet_fetches_it_from_the_other_holds_no_more() {
    int fetched = 0;
    for (int i = 0; i < ROUNDS; i++) {
      var one = instance(store());
      var other = instance(store());
      // The second credential keeps the case open, however fast the wallet is.
      var begun = begun(one.beginning.begin(tenant, request("gone-" + i, List.of(), 2)));
      var id = begun.about().id();
      var token = token(one, offered(begun, 1)).orElseThrow();
      if (i % 2 == 0) {
        assertThat(fetch(one, token)).isInstanceOf(Issuing.Outcome.Issued.class);
      }
      var turn = new AtomicInteger();
      var _ =
          Postgres.both(
              one,
              other,
              1,
              instance ->
                  turn.getAndIncrement() == 0
                      ? fetch(instance, token)
                      : done(instance.onboarding.withdraw(tenant, id, "they left", tenant.did())));
      var onboarding = done(one.onboarding.look(tenant, id, tenant.did()));
      assertThat(onboarding).isInstanceOf(OnboardingCase.Withdrawn.class);
      assertEnded(one, tenant, onboarding);
      for (int step = 1; step <= 2; step++) {
        switch (one.issuances.find(tenant.name(), offered(begun, step)).orElseThrow()) {
          case Issuance.Issued issued -> {
            fetched++;
            assertThat(issued.status()).isEqualTo(CredentialStatus.REVOKED);
          }
          case Issuance.Withdrawn _ -> {
            // The wallet came too late.
          }
          case Issuance.Offered _,
              Issuance.Locked _,
              Issuance.Authorised _,
              Issuance.Deferred _,
              Issuance.Lapsed _ ->
              throw new AssertionError("it holds no more");
        }
      }
    }
    assertThat(fetched).isGreaterThan(ROUNDS / 2);
    assertThat(count("select count(*) as n from status_entry")).isEqualTo(fetched);
  }
}
