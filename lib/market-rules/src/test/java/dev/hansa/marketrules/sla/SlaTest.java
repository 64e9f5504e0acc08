package dev.hansa.marketrules.sla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.marketrules.money.Currency;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlaTest {
  private static final Instant FROM = Instant.parse("2026-02-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2027-02-01T00:00:00Z");
  private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");

  private static final SlaTerms TERMS =
      new SlaTerms(
          "sla-1",
          "hash",
          "cells",
          "operator",
          Set.of("monitor"),
          Optional.empty(),
          FROM,
          UNTIL,
          TierTableTest.sound(TierTableTest.AWS),
          CreditTerms.largest(),
          100_000,
          Currency.EUR);

  private static Sla.Signature by(String party) {
    return new Sla.Signature(party, "receipt-" + party, "kb-" + party, MARCH);
  }

  private static Sla done(SlaStep step) {
    assertThat(step).isInstanceOf(SlaStep.Done.class);
    return ((SlaStep.Done) step).next();
  }

  private static Sla.SignedByBoth signedByBoth() {
    var one = (Sla.SignedByOne) done(new Sla.Proposed(TERMS).sign(by("operator"), "hash"));
    return (Sla.SignedByBoth) done(one.sign(by("cells"), "hash"));
  }

  private static Sla.Active active() {
    return (Sla.Active) done(signedByBoth().activate(7, MARCH));
  }

  @Test
  void both_sign_in_either_order_and_each_signature_finds_its_place() {
    assertThat(signedByBoth().provider().party()).isEqualTo("cells");
    assertThat(signedByBoth().customer().party()).isEqualTo("operator");
  }

  @Test
  void only_the_parties_sign_these_terms_and_each_once() {
    var proposed = new Sla.Proposed(TERMS);
    assertThat(proposed.sign(by("monitor"), "hash")).isEqualTo(SlaStep.Refused.NOT_A_PARTY);
    assertThat(proposed.sign(by("monitor"), "other")).isEqualTo(SlaStep.Refused.NOT_A_PARTY);
    assertThat(proposed.sign(by("cells"), "other")).isEqualTo(SlaStep.Refused.OTHER_TERMS);
    var one = (Sla.SignedByOne) done(proposed.sign(by("cells"), "hash"));
    assertThat(one.sign(by("cells"), "hash")).isEqualTo(SlaStep.Refused.SIGNED_ALREADY);
    assertThat(one.sign(by("operator"), "other")).isEqualTo(SlaStep.Refused.OTHER_TERMS);
  }

  @Test
  void an_agreement_is_in_force_from_its_first_second_to_its_last() {
    var signed = signedByBoth();
    assertThat(signed.activate(7, FROM.minusMillis(1))).isEqualTo(SlaStep.Refused.TERM_NOT_BEGUN);
    assertThat(signed.activate(7, FROM)).isInstanceOf(SlaStep.Done.class);
    assertThat(signed.activate(7, UNTIL)).isEqualTo(SlaStep.Refused.TERM_OVER);
    assertThat(active().expire(UNTIL.minusMillis(1))).isEqualTo(SlaStep.Refused.TERM_NOT_OVER);
    assertThat(done(active().expire(UNTIL))).isInstanceOf(Sla.Expired.class);
  }

  @Test
  void when_the_licence_lapses_the_customer_may_leave_and_the_provider_may_not() {
    var suspended = active().suspend("F01-licence-revoked", MARCH);
    assertThat(suspended.terminate("cells", MARCH)).isEqualTo(SlaStep.Refused.CUSTOMER_ONLY);
    assertThat(done(suspended.terminate("operator", MARCH))).isInstanceOf(Sla.Terminated.class);
    assertThat(done(suspended.resume(MARCH))).isEqualTo(active());
    assertThat(suspended.resume(UNTIL)).isEqualTo(SlaStep.Refused.TERM_OVER);
  }

  private static PeriodReport february(String reporter, long downSeconds) {
    return new PeriodReport("sla-1", reporter, FROM, MARCH, downSeconds);
  }

  private static CreditOutcome credit(Sla sla, PeriodReport report) {
    return CreditOutcome.of(sla, report, List.of(), false, MARCH);
  }

  @Test
  void last_months_availability_below_the_objective_gives_its_credit() {
    // 28 days are 2,419,200 s; 0.01 % of them are 241.92 s.
    assertThat(credit(active(), february("monitor", 241)))
        .isEqualTo(new CreditOutcome.Credit(0, 0, 0, 2_419_200, 241));
    assertThat(credit(active(), february("monitor", 242)))
        .isEqualTo(new CreditOutcome.Credit(1, 1_000, 10_000, 2_419_200, 242));
  }

  @Test
  void a_report_that_does_not_count_says_why() {
    assertThat(credit(active(), february("operator", 0)))
        .isEqualTo(new CreditOutcome.Refused(CreditOutcome.Reason.NOT_A_REPORTER));
    assertThat(credit(signedByBoth(), february("monitor", 0)))
        .isEqualTo(new CreditOutcome.Refused(CreditOutcome.Reason.NOT_IN_FORCE));
    assertThat(credit(active(), new PeriodReport("sla-2", "monitor", FROM, MARCH, 0)))
        .isEqualTo(new CreditOutcome.Refused(CreditOutcome.Reason.OTHER_AGREEMENT));
    assertThat(
            credit(active(), new PeriodReport("sla-1", "monitor", FROM.minusSeconds(1), MARCH, 0)))
        .isEqualTo(new CreditOutcome.Refused(CreditOutcome.Reason.OUTSIDE_TERM));
    assertThat(
            CreditOutcome.of(
                active(), february("monitor", 0), List.of(), false, MARCH.minusMillis(1)))
        .isEqualTo(new CreditOutcome.Refused(CreditOutcome.Reason.NOT_OVER));
    assertThat(CreditOutcome.of(active(), february("monitor", 0), List.of(), true, MARCH))
        .isEqualTo(new CreditOutcome.Refused(CreditOutcome.Reason.REPORTED_ALREADY));
    assertThat(credit(active(), february("monitor", 2_419_201)))
        .isEqualTo(new CreditOutcome.Refused(CreditOutcome.Reason.DOWNTIME_TOO_LONG));
  }

  @Test
  void credits_earned_before_the_suspension_are_still_computed_and_later_ones_are_not() {
    assertThat(credit(active().suspend("licence", MARCH), february("monitor", 242)))
        .isInstanceOf(CreditOutcome.Credit.class);
    assertThat(credit(active().suspend("licence", MARCH.minusMillis(1)), february("monitor", 242)))
        .isEqualTo(new CreditOutcome.Refused(CreditOutcome.Reason.OUTSIDE_TERM));
  }

  @Test
  void a_whole_period_of_agreed_maintenance_has_no_result() {
    var window = new Exclusion(FROM, MARCH, FROM.minusSeconds(1));
    assertThat(CreditOutcome.of(active(), february("monitor", 0), List.of(window), false, MARCH))
        .isEqualTo(new CreditOutcome.NoResult());
  }
}
