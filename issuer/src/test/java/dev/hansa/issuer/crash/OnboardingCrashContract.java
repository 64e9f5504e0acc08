package dev.hansa.issuer.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.issuer.domain.Caretaking;
import dev.hansa.issuer.domain.CredentialStatus;
import dev.hansa.issuer.domain.Issuance;
import dev.hansa.issuer.domain.Issuing;
import dev.hansa.issuer.domain.onboarding.OnboardingCase;
import dev.hansa.issuer.domain.onboarding.Step.Stage;
import dev.hansa.servicekit.Jdbc;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whole onboardings on a store that dies at each of their steps in turn, before and after it. In
/// the end each credential was issued once, and what was taken back is with nobody.
abstract class OnboardingCrashContract extends OnboardingStage {
  @ParameterizedTest
  @EnumSource(FaultyStore.Side.class)
  void a_crash_at_any_step_leaves_an_onboarding_that_is_completed_once(FaultyStore.Side side) {
    everyStep(side, this::complete);
  }

  @ParameterizedTest
  @EnumSource(FaultyStore.Side.class)
  void a_crash_at_any_step_of_withdrawing_leaves_nothing_with_the_applicant(FaultyStore.Side side) {
    everyStep(side, this::withdraw);
  }

  private void complete(Instance instance, Persistent persistent, String name) {
    long places = places();
    var id = approved(instance, persistent, name);
    var skipped = offered(look(instance, persistent, id), SECOND_CREDENTIAL);
    fetched(instance, persistent, id);
    var onboarding =
        done(
            persistent.ask(() ->
                instance.onboarding.skip(
                    careful, id, SECOND_CREDENTIAL, "one is enough", careful.did())));
    assertThat(onboarding).isInstanceOf(OnboardingCase.Completed.class);
    assertEnded(instance, careful, onboarding);
    assertThat(stage(onboarding, FIRST_CHECK)).isInstanceOf(Stage.Passed.class);
    assertThat(stage(onboarding, SECOND_CHECK)).isInstanceOf(Stage.Skipped.class);
    assertThat(stage(onboarding, APPROVAL)).isInstanceOf(Stage.Passed.class);
    assertThat(stage(onboarding, FIRST_CREDENTIAL)).isInstanceOf(Stage.Issued.class);
    assertThat(stage(onboarding, SECOND_CREDENTIAL)).isInstanceOf(Stage.Skipped.class);
    assertThat(persistent.ask(() -> instance.issuances.find(careful.name(), skipped)))
        .get()
        .isInstanceOf(Issuance.Withdrawn.class);
    nothingIsLeftOpen(places + 1);
  }

  private void withdraw(Instance instance, Persistent persistent, String name) {
    long places = places();
    var id = approved(instance, persistent, name);
    fetched(instance, persistent, id);
    var onboarding =
        done(
            persistent.ask(
                () -> instance.onboarding.withdraw(careful, id, "they left", careful.did())));
    assertThat(onboarding).isInstanceOf(OnboardingCase.Withdrawn.class);
    assertEnded(instance, careful, onboarding);
    assertThat(stage(onboarding, FIRST_CREDENTIAL)).isInstanceOf(Stage.Undone.class);
    assertThat(stage(onboarding, SECOND_CREDENTIAL)).isInstanceOf(Stage.Undone.class);
    nothingIsLeftOpen(places + 1);
    assertThat(
            count(
                new Jdbc(store()),
                "select count(*) as n from issuance where state = 'ISSUED' and status <> ?",
                CredentialStatus.REVOKED.name()))
        .isZero();
  }

  /// From the wish to the offers.
  private String approved(Instance instance, Persistent persistent, String name) {
    var onboarding = instance.onboarding;
    var request = request(name, List.of("register extract", "meter seen"), 2);
    var id = begun(persistent.ask(() -> instance.beginning.begin(careful, request))).about().id();
    var _ =
        done(
            persistent.ask(() ->
                onboarding.pass(careful, id, FIRST_CHECK, Optional.of("file 7"), careful.did())));
    var _ =
        done(
            persistent.ask(
                () -> onboarding.skip(careful, id, SECOND_CHECK, "no meter", careful.did())));
    var _ = done(persistent.ask(() -> onboarding.approve(careful, id, approver)));
    return id;
  }

  private OnboardingCase look(Instance instance, Persistent persistent, String id) {
    return done(persistent.ask(() -> instance.onboarding.look(careful, id, careful.did())));
  }

  /// The wallet has the first credential. A token whose answer was lost is gone with its offer: the
  /// operator takes that back and tries the step again.
  private void fetched(Instance instance, Persistent persistent, String id) {
    for (int round = 0; round < 4; round++) {
      var issuance = offered(look(instance, persistent, id), FIRST_CREDENTIAL);
      var token = persistent.ask(() -> token(instance, issuance));
      if (token.isPresent()) {
        assertThat(persistent.ask(() -> fetch(instance, token.get())))
            .isInstanceOf(Issuing.Outcome.Issued.class);
        assertThat(stage(look(instance, persistent, id), FIRST_CREDENTIAL))
            .isInstanceOf(Stage.Issued.class);
        return;
      }
      assertThat(
              persistent.ask(
                  () -> instance.caretaking.take(Caretaking.Step.REVOKE, careful.name(), issuance)))
          .isInstanceOf(Caretaking.Outcome.Done.class);
      var _ =
          done(
              persistent.ask(
                  () -> instance.onboarding.retry(careful, id, FIRST_CREDENTIAL, careful.did())));
    }
    throw new AssertionError("the store dies once");
  }

  private long places() {
    return count(new Jdbc(store()), "select count(*) as n from status_entry");
  }

  private void nothingIsLeftOpen(long places) {
    assertThat(places()).isEqualTo(places);
    assertThat(
            count(
                new Jdbc(store()),
                "select count(*) as n from issuance where state not in ('ISSUED', 'WITHDRAWN')"
                    + " or sealed_claims is not null"))
        .isZero();
  }
}
