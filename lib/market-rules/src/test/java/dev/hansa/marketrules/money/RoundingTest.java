package dev.hansa.marketrules.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RoundingTest {
  @Test
  void a_watt_hour_at_a_micro_is_a_nano() {
    assertThat(Nano.value(1, 1)).isEqualTo(1);
    assertThat(Nano.value(1000, -80_000)).isEqualTo(-80_000_000);
    assertThat(Currency.EUR.nanoPerMinor()).isEqualTo(10_000_000);
  }

  @Test
  void an_overflow_is_refused_and_never_wraps() {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Nano.value(Long.MAX_VALUE, 2));
  }

  @Test
  void a_half_goes_to_the_even_neighbour() {
    assertThat(Nano.toMinor(5_000_000, Currency.EUR)).isEqualTo(new Rounded(0, 5_000_000));
    assertThat(Nano.toMinor(15_000_000, Currency.EUR)).isEqualTo(new Rounded(2, -5_000_000));
    assertThat(Nano.toMinor(25_000_000, Currency.EUR)).isEqualTo(new Rounded(2, 5_000_000));
    assertThat(Nano.toMinor(-5_000_000, Currency.EUR)).isEqualTo(new Rounded(0, -5_000_000));
    assertThat(Nano.toMinor(-15_000_000, Currency.EUR)).isEqualTo(new Rounded(-2, 5_000_000));
    assertThat(Nano.toMinor(5_000_001, Currency.EUR).minor()).isEqualTo(1);
  }

  @Test
  void a_limit_is_covered_by_rounding_up() {
    assertThat(Nano.coveringMinor(10_000_000, Currency.EUR)).isEqualTo(1);
    assertThat(Nano.coveringMinor(10_000_001, Currency.EUR)).isEqualTo(2);
  }

  @Test
  void a_month_of_quarter_hours_is_rounded_once_and_no_cent_is_lost() {
    // 2,880 trades worth € 62.0329 exactly.
    long each = 62_032_900_000L / 2_880;
    long rest = 62_032_900_000L % 2_880;
    var balance = new PairBalance(PartyPair.of("a", "b"), Currency.EUR, 0);
    assertThat(balance.close(62_032_900_000L, "month").posting().orElseThrow().minor())
        .isEqualTo(6_203);
    long carried = 0;
    long floored = 0;
    for (int i = 0; i < 2_880; i++) {
      long nano = each + (i < rest ? 1 : 0);
      var closed = balance.close(nano, "quarter hour");
      carried += closed.posting().map(Posting::minor).orElse(0L);
      balance = closed.next();
      floored += Math.floorDiv(nano, 10_000_000);
    }
    assertThat(carried).isEqualTo(6_203);
    assertThat(floored).isEqualTo(5_760);
  }

  @Test
  void a_pairs_posting_goes_from_who_owes() {
    var balance = new PairBalance(PartyPair.of("b", "a"), Currency.EUR, 0);
    assertThat(balance.close(-20_000_000, "r").posting())
        .contains(new Posting("b", "a", 2, Currency.EUR, "r"));
    assertThat(balance.close(4_000_000, "r").posting()).isEmpty();
  }

  @Property
  void half_even_is_that_of_the_decimal_library(
      @ForAll long a, @ForAll long b, @ForAll @LongRange(min = 1) long divisor) {
    var exact =
        new BigDecimal(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)))
            .divide(BigDecimal.valueOf(divisor), 0, RoundingMode.HALF_EVEN)
            .toBigIntegerExact();
    if (exact.bitLength() < 64) {
      assertThat(HalfEven.multiplyDivide(a, b, divisor)).isEqualTo(exact.longValueExact());
    } else {
      assertThatExceptionOfType(ArithmeticException.class)
          .isThrownBy(() -> HalfEven.multiplyDivide(a, b, divisor));
    }
  }

  @Property
  void inv_08_a_pair_carries_at_most_half_a_minor_unit(
      @ForAll
          java.util.List<@LongRange(min = -1_000_000_000_000L, max = 1_000_000_000_000L) Long>
              periods) {
    var balance = new PairBalance(PartyPair.of("a", "b"), Currency.EUR, 0);
    long exact = 0;
    long posted = 0;
    for (long nano : periods) {
      var closed = balance.close(nano, "period");
      exact += nano;
      posted +=
          closed.posting().map(p -> p.debit().equals("a") ? p.minor() : -p.minor()).orElse(0L);
      balance = closed.next();
      assertThat(Math.abs(balance.carriedNano())).isLessThanOrEqualTo(5_000_000);
      assertThat(exact).isEqualTo(posted * 10_000_000 + balance.carriedNano());
    }
  }
}
