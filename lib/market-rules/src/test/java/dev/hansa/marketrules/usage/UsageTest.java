package dev.hansa.marketrules.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hansa.marketrules.money.Currency;
import dev.hansa.marketrules.money.Nano;
import dev.hansa.marketrules.money.PartyPair;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsageTest {
  private static final UsageRating.Rate PER_GB = new UsageRating.Rate(1_100_000_000, 1_000_000_000);

  @Test
  void the_rating_example_of_the_rules() {
    long nano = UsageRating.chargeNano(List.of(1_000_000_000L, 536_500_000L), PER_GB);
    assertThat(nano).isEqualTo(1_690_150_000);
    assertThat(Nano.toMinor(nano, Currency.EUR).minor()).isEqualTo(169);
  }

  @Test
  void a_gigabyte_of_two_to_the_thirty_is_7_4_percent_larger() {
    var binary = new UsageRating.Rate(1_100_000_000, 1L << 30);
    assertThat(UsageRating.chargeNano(List.of(1L << 30), PER_GB)).isEqualTo(1_181_116_006);
    assertThat(UsageRating.chargeNano(List.of(1L << 30), binary)).isEqualTo(1_100_000_000);
  }

  @Test
  void the_division_is_done_once_for_the_period() {
    var third = new UsageRating.Rate(1, 3);
    assertThat(UsageRating.chargeNano(List.of(1L, 1L, 1L), third)).isEqualTo(1);
  }

  @Test
  void each_slice_has_its_own_rate() {
    var slices =
        List.of(
            new UsageRating.Slice(0, new UsageRating.Rate(100, 1)),
            new UsageRating.Slice(10, new UsageRating.Rate(50, 1)));
    assertThat(UsageRating.marginalNano(List.of(10L), slices)).isEqualTo(1_000);
    assertThat(UsageRating.marginalNano(List.of(11L), slices)).isEqualTo(1_050);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UsageRating.marginalNano(List.of(1L), slices.reversed()));
  }

  @Test
  void close_figures_are_the_serving_partys_and_others_are_disputed() {
    assertThat(Reconciliation.of(1_010, 1_000, 0, 10_000))
        .isEqualTo(new Reconciliation.Agreed(1_010));
    assertThat(Reconciliation.of(1_012, 1_000, 0, 10_000))
        .isEqualTo(new Reconciliation.Disputed(1_000, 12));
    assertThat(Reconciliation.of(1_012, 1_000, 12, 0)).isEqualTo(new Reconciliation.Agreed(1_012));
  }

  @Test
  void the_larger_debt_pays_the_difference_and_equal_ones_nothing() {
    var pair = PartyPair.of("a", "b");
    assertThat(BilateralNetting.netNano(pair, "a", 500, "b", 300)).isEqualTo(200);
    assertThat(BilateralNetting.netNano(pair, "b", 500, "a", 300)).isEqualTo(-200);
    assertThat(BilateralNetting.netNano(pair, "a", 500, "b", 500)).isZero();
  }
}
