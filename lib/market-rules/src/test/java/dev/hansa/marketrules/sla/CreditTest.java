package dev.hansa.marketrules.sla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.marketrules.money.HalfEven;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CreditTest {
  @Test
  void a_credit_is_rounded_half_to_even_once() {
    assertThat(CreditTerms.largest().credit(5, List.of(1_000))).isZero();
    assertThat(CreditTerms.largest().credit(15, List.of(1_000))).isEqualTo(2);
    assertThat(CreditTerms.largest().credit(100_000, List.of(1_000))).isEqualTo(10_000);
  }

  @Test
  void the_largest_counts_or_the_sum_up_to_the_cap() {
    var credits = List.of(1_000, 3_000);
    assertThat(CreditTerms.largest().credit(10_000, credits)).isEqualTo(3_000);
    var summed = new CreditTerms(CreditTerms.Combine.SUM_CAPPED, 3_500, 0);
    assertThat(summed.credit(10_000, credits)).isEqualTo(3_500);
    assertThat(summed.credit(10_000, List.of(1_000, 2_000))).isEqualTo(3_000);
  }

  @Test
  void a_cap_of_27_5_percent_of_the_quarters_charge_holds() {
    var summed = new CreditTerms(CreditTerms.Combine.SUM_CAPPED, 2_750, 0);
    assertThat(summed.credit(900_000, List.of(10_000, 10_000))).isEqualTo(247_500);
  }

  @Test
  void less_than_the_minimum_is_nothing() {
    var terms = new CreditTerms(CreditTerms.Combine.MAX, 10_000, 100);
    assertThat(terms.credit(999, List.of(1_000))).isEqualTo(100);
    assertThat(terms.credit(994, List.of(1_000))).isZero();
  }

  @Test
  void the_largest_charge_does_not_overflow() {
    assertThat(CreditTerms.largest().credit(Long.MAX_VALUE, List.of(10_000)))
        .isEqualTo(Long.MAX_VALUE);
    assertThat(CreditTerms.largest().credit(Long.MAX_VALUE, List.of(3_333)))
        .isEqualTo(HalfEven.multiplyDivide(Long.MAX_VALUE, 3_333, 10_000));
  }

  @Property(tries = 1000)
  void inv_18_a_credit_grows_with_downtime_and_stays_within_the_charge(
      @ForAll("tables") TierTable table,
      @ForAll("terms") CreditTerms terms,
      @ForAll @LongRange(max = 1_000_000_000_000L) long charge,
      @ForAll @LongRange(min = 1, max = 40_000_000) long measured,
      @ForAll @LongRange(max = 40_000_000) long one,
      @ForAll @LongRange(max = 40_000_000) long other) {
    long less = Math.min(one, other) % (measured + 1);
    long more = Math.max(less, Math.max(one, other) % (measured + 1));
    long lessCredit = credit(table, terms, charge, measured, less);
    long moreCredit = credit(table, terms, charge, measured, more);
    assertThat(lessCredit).isBetween(0L, charge);
    assertThat(moreCredit).isBetween(lessCredit, charge);
    assertThat(credit(table, terms, charge, measured, 0)).isZero();
  }

  private static long credit(
      TierTable table, CreditTerms terms, long charge, long measured, long down) {
    return switch (table.availability(measured, 0, down)) {
      case Availability.NoResult() -> 0;
      case Availability.InTier(_, int bp) -> terms.credit(charge, List.of(bp));
    };
  }

  @Provide
  Arbitrary<TierTable> tables() {
    var thresholds = Arbitraries.longs().between(1, Ppm.WHOLE).set().ofMinSize(1).ofMaxSize(6);
    var credits = Arbitraries.integers().between(0, 10_000).list().ofSize(6);
    return Combinators.combine(thresholds, credits)
        .as((steps, bps) -> {
          var falling = new ArrayList<>(steps);
          falling.sort((a, b) -> Long.compare(b, a));
          falling.add(0L);
          var rising = new ArrayList<>(bps);
          rising.sort(Integer::compare);
          var tiers = new ArrayList<Tier>();
          for (int i = 0; i < falling.size(); i++) {
            tiers.add(new Tier(falling.get(i), i == 0 ? 0 : rising.get(i - 1)));
          }
          return new TierTable(tiers);
        });
  }

  @Provide
  Arbitrary<CreditTerms> terms() {
    return Combinators.combine(
            Arbitraries.of(CreditTerms.Combine.class),
            Arbitraries.integers().between(0, 10_000),
            Arbitraries.longs().between(0, 1_000))
        .as(CreditTerms::new);
  }
}
