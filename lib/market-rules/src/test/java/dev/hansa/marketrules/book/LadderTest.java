package dev.hansa.marketrules.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LadderTest {
  @Test
  void a_thousand_wh_from_80_000_to_120_000_in_three_steps() {
    assertThat(Ladder.steps(Side.SELL, 1000, new Limit.Range(80_000, 120_000), 10))
        .containsExactly(
            new Ladder.Step(334, 80_000),
            new Ladder.Step(333, 100_000),
            new Ladder.Step(333, 120_000));
  }

  @Test
  void one_step_sells_at_the_low_end_and_buys_at_the_high_end() {
    var range = new Limit.Range(80_000, 120_000, 1);
    assertThat(Ladder.steps(Side.SELL, 7, range, 10)).containsExactly(new Ladder.Step(7, 80_000));
    assertThat(Ladder.steps(Side.BUY, 7, range, 10)).containsExactly(new Ladder.Step(7, 120_000));
  }

  @Test
  void a_price_between_ticks_goes_up_for_a_seller_and_down_for_a_buyer() {
    var range = new Limit.Range(0, 10, 3);
    assertThat(Ladder.steps(Side.SELL, 3, range, 10))
        .extracting(Ladder.Step::priceMicro)
        .containsExactly(0L, 10L, 10L);
    assertThat(Ladder.steps(Side.BUY, 3, range, 10))
        .extracting(Ladder.Step::priceMicro)
        .containsExactly(0L, 0L, 10L);
  }

  @Test
  void negative_prices_are_rounded_to_the_safe_side_too() {
    var range = new Limit.Range(-10, 0, 3);
    assertThat(Ladder.steps(Side.SELL, 3, range, 10))
        .extracting(Ladder.Step::priceMicro)
        .containsExactly(-10L, 0L, 0L);
    assertThat(Ladder.steps(Side.BUY, 3, range, 10))
        .extracting(Ladder.Step::priceMicro)
        .containsExactly(-10L, -10L, 0L);
  }

  @Test
  void a_step_that_would_get_nothing_is_left_out() {
    assertThat(Ladder.steps(Side.SELL, 2, new Limit.Range(0, 40, 3), 10))
        .containsExactly(new Ladder.Step(1, 0), new Ladder.Step(1, 20));
  }

  @Test
  void a_range_has_at_most_ten_steps() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Limit.Range(0, 100, 11));
    assertThatIllegalArgumentException().isThrownBy(() -> new Limit.Range(0, 100, 0));
    assertThat(Ladder.steps(Side.BUY, 100, new Limit.Range(0, 100, 10), 10)).hasSize(10);
  }

  @Property
  void a_ladder_has_the_whole_quantity_inside_its_range_on_ticks(
      @ForAll Side side,
      @ForAll @LongRange(min = 1, max = Order.QTY_WH_MAX) long qtyWh,
      @ForAll @LongRange(min = -10_000_000_000L, max = 10_000_000_000L) long lowTicks,
      @ForAll @LongRange(max = 1_000) long widthTicks,
      @ForAll @IntRange(min = 1, max = 10) int count) {
    var range = new Limit.Range(lowTicks * 10, (lowTicks + widthTicks) * 10, count);
    var steps = Ladder.steps(side, qtyWh, range, 10);
    assertThat(steps.stream().mapToLong(Ladder.Step::qtyWh).sum()).isEqualTo(qtyWh);
    assertThat(steps)
        .allSatisfy(step -> {
          assertThat(step.qtyWh()).isPositive();
          assertThat(step.priceMicro() % 10).isZero();
          assertThat(step.priceMicro()).isBetween(range.lowMicro(), range.highMicro());
        });
  }
}
