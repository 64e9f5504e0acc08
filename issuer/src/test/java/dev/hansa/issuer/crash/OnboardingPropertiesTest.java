package dev.hansa.issuer.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.issuer.domain.Caretaking;
import dev.hansa.issuer.domain.CredentialStatus;
import dev.hansa.issuer.domain.Issuance;
import dev.hansa.issuer.domain.Issuances;
import dev.hansa.issuer.domain.Issuing;
import dev.hansa.issuer.domain.onboarding.OnboardingCase;
import dev.hansa.issuer.domain.onboarding.Step;
import dev.hansa.issuer.domain.onboarding.Step.Stage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.h2.jdbcx.JdbcConnectionPool;

/// Whatever the operator, the approver, the wallet, the ledger and time do to an onboarding, in any
/// order: it says why it waits, it can be ended, and each credential is there once at most.
class OnboardingPropertiesTest {
  /// What may happen, to the first or the second credential.
  enum Act {
    PASS,
    SKIP_CHECK,
    APPROVE,
    TAKE_UP_FIRST,
    TAKE_UP_SECOND,
    FETCH_FIRST,
    FETCH_SECOND,
    SKIP_FIRST,
    SKIP_SECOND,
    RETRY_FIRST,
    RETRY_SECOND,
    TAKE_BACK_FIRST,
    LEDGER_GOES,
    LEDGER_COMES,
    ACCREDITATION_GOES,
    ACCREDITATION_COMES,
    A_DAY_GOES_BY
  }

  private static final class Desk extends OnboardingStage implements AutoCloseable {
    final Instance instance;
    final String id;
    private final Map<Integer, String> tokens = new HashMap<>();
    private boolean accredited = true;

    Desk() {
      tables();
      this.instance = instance(store());
      var begun =
          begun(
              instance.beginning.begin(
                  careful, request("case", List.of("register extract", "meter seen"), 2)));
      this.id = begun.about().id();
    }

    @Override
    DataSource open() {
      return JdbcConnectionPool.create(
          "jdbc:h2:mem:"
              + UUID.randomUUID()
              + ";DB_CLOSE_DELAY=-1;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
          "sa",
          "");
    }

    @Override
    void close(DataSource store) {
      H2.close(store);
    }

    @Override
    public void close() {
      close(store());
    }

    OnboardingCase look() {
      return done(instance.onboarding.look(careful, id, careful.did()));
    }

    void happens(Act act) {
      var onboarding = instance.onboarding;
      var operator = careful.did();
      var _ =
          switch (act) {
            case PASS -> onboarding.pass(careful, id, FIRST_CHECK, Optional.empty(), operator);
            case SKIP_CHECK -> onboarding.skip(careful, id, SECOND_CHECK, "no meter", operator);
            case APPROVE -> onboarding.approve(careful, id, approver);
            case TAKE_UP_FIRST -> takeUp(FIRST_CREDENTIAL);
            case TAKE_UP_SECOND -> takeUp(SECOND_CREDENTIAL);
            case FETCH_FIRST -> fetch(FIRST_CREDENTIAL);
            case FETCH_SECOND -> fetch(SECOND_CREDENTIAL);
            case SKIP_FIRST -> onboarding.skip(careful, id, FIRST_CREDENTIAL, "later", operator);
            case SKIP_SECOND -> onboarding.skip(careful, id, SECOND_CREDENTIAL, "later", operator);
            case RETRY_FIRST -> onboarding.retry(careful, id, FIRST_CREDENTIAL, operator);
            case RETRY_SECOND -> onboarding.retry(careful, id, SECOND_CREDENTIAL, operator);
            case TAKE_BACK_FIRST -> takeBack();
            case LEDGER_GOES -> instance.ledgerAway.getAndSet(true);
            case LEDGER_COMES -> instance.ledgerAway.getAndSet(false);
            case ACCREDITATION_GOES -> accreditation(false);
            case ACCREDITATION_COMES -> accreditation(true);
            case A_DAY_GOES_BY -> aDay();
          };
    }

    private Optional<String> offer(int step) {
      return instance.cases.find(careful.name(), id).orElseThrow().onboarding().steps().stream()
          .filter(each -> each.number() == step)
          .map(Step::stage)
          .filter(Stage.Offered.class::isInstance)
          .map(stage -> ((Stage.Offered) stage).issuance())
          .findFirst();
    }

    private boolean takeUp(int step) {
      var token = offer(step).flatMap(issuance -> token(instance, issuance));
      token.ifPresent(text -> tokens.put(step, text));
      return token.isPresent();
    }

    private boolean fetch(int step) {
      var token = Optional.ofNullable(tokens.get(step));
      return token.isPresent()
          && !instance.ledgerAway.get()
          && fetch(instance, token.get()) instanceof Issuing.Outcome.Issued;
    }

    private boolean takeBack() {
      return offer(FIRST_CREDENTIAL)
          .map(issuance ->
              instance.caretaking.take(Caretaking.Step.REVOKE, careful.name(), issuance))
          .isPresent();
    }

    private boolean accreditation(boolean there) {
      var now = clock.instant();
      if (there == accredited) {
        return there;
      }
      accredited = there;
      if (there) {
        ledger.accredit(
            careful.did(), PARTICIPANT, now, now.plus(Duration.ofDays(365)), Duration.ofDays(200));
      } else {
        ledger.withdraw(careful.did(), PARTICIPANT, "ended", now);
      }
      return there;
    }

    private boolean aDay() {
      clock.forward(Duration.ofDays(1));
      return instance.issuances.sweep(clock.instant()).lapsed() > 0;
    }

    List<Issuance> issuances() {
      var all =
          new Issuances.Filter(
              Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
      return instance.issuances.list(careful.name(), all, Optional.empty(), 200).issuances();
    }

    long issued() {
      return issuances().stream().filter(Issuance.Issued.class::isInstance).count();
    }

    void saysWhyItWaits() {
      var now = look();
      var waits = instance.waits.of(careful, now);
      if (now instanceof OnboardingCase.Open open) {
        assertThat(waits).isNotEmpty();
        assertThat(waits)
            .allSatisfy(wait -> {
              assertThat(wait.says()).isNotBlank();
              assertThat(open.steps().get(wait.step() - 1).isSettled()).isFalse();
            });
      } else {
        assertEnded(instance, careful, now);
      }
      // One a step, and none that the case does not know of.
      assertThat(issued())
          .isEqualTo(
              now.steps().stream().filter(step -> step.stage() instanceof Stage.Issued).count());
    }
  }

  @Property(tries = 50)
  void whatever_happens_a_case_says_why_it_waits_and_can_be_ended(
      @ForAll @Size(max = 30) List<Act> acts) {
    try (var desk = new Desk()) {
      for (var act : acts) {
        desk.happens(act);
        desk.saysWhyItWaits();
      }
      boolean completed = desk.look() instanceof OnboardingCase.Completed;
      var outcome =
          desk.instance.onboarding.withdraw(desk.careful, desk.id, "they left", desk.careful.did());
      if (!completed) {
        assertThat(OnboardingStage.done(outcome)).isInstanceOf(OnboardingCase.Withdrawn.class);
        OnboardingStage.assertEnded(desk.instance, desk.careful, desk.look());
        assertThat(desk.issuances())
            .allSatisfy(issuance ->
                assertThat(
                        OnboardingStage.isOpen(issuance)
                            || (issuance instanceof Issuance.Issued issued
                                && issued.status() != CredentialStatus.REVOKED))
                    .isFalse());
      }
    }
  }

  @Property(tries = 20)
  void an_operator_who_does_what_it_is_told_comes_to_the_end(
      @ForAll @Size(max = 12) List<Act> acts) {
    try (var desk = new Desk()) {
      acts.forEach(desk::happens);
      // From here everything answers, and everybody does what the case waits for.
      for (var act :
          List.of(
              Act.LEDGER_COMES,
              Act.ACCREDITATION_COMES,
              Act.PASS,
              Act.SKIP_CHECK,
              Act.APPROVE,
              Act.TAKE_BACK_FIRST,
              Act.RETRY_FIRST,
              Act.A_DAY_GOES_BY,
              Act.RETRY_SECOND,
              Act.RETRY_FIRST,
              Act.TAKE_UP_FIRST,
              Act.FETCH_FIRST,
              Act.TAKE_UP_SECOND,
              Act.FETCH_SECOND)) {
        var _ = desk.look();
        desk.happens(act);
      }
      var after = desk.look();
      if (after instanceof OnboardingCase.Open) {
        // What was taken up and not fetched holds its token for a while; a day later it is free.
        for (var act :
            List.of(
                Act.A_DAY_GOES_BY,
                Act.RETRY_FIRST,
                Act.RETRY_SECOND,
                Act.TAKE_UP_FIRST,
                Act.FETCH_FIRST,
                Act.TAKE_UP_SECOND,
                Act.FETCH_SECOND)) {
          var _ = desk.look();
          desk.happens(act);
        }
        after = desk.look();
      }
      assertThat(after).isInstanceOf(OnboardingCase.Completed.class);
    }
  }
}
