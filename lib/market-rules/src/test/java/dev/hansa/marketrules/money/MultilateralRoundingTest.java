package dev.hansa.marketrules.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MultilateralRoundingTest {
  @Test
  void the_missing_units_go_to_the_largest_remainders_and_ties_to_the_first_name() {
    var rounded =
        MultilateralRounding.round(
            Map.of("a", 3_333_333L, "b", 3_333_333L, "c", 3_333_334L, "d", -10_000_000L),
            Currency.EUR);
    assertThat(rounded)
        .containsEntry("c", new Rounded(1, -6_666_666))
        .containsEntry("a", new Rounded(0, 3_333_333))
        .containsEntry("b", new Rounded(0, 3_333_333))
        .containsEntry("d", new Rounded(-1, 0));
    var tied =
        MultilateralRounding.round(
            Map.of("b", 5_000_000L, "a", 5_000_000L, "c", -10_000_000L), Currency.EUR);
    assertThat(tied).containsEntry("a", new Rounded(1, -5_000_000));
  }

  @Test
  void positions_that_do_not_add_up_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MultilateralRounding.round(Map.of("a", 1L), Currency.EUR));
  }

  @Property
  void inv_07_and_08_a_rounded_pool_adds_up_to_zero_and_nobody_is_off_by_a_whole_unit(
      @ForAll @Size(max = 30)
          List<@LongRange(min = -100_000_000_000L, max = 100_000_000_000L) Long> amounts) {
    var positions = new TreeMap<String, Long>();
    long sum = 0;
    for (int i = 0; i < amounts.size(); i++) {
      positions.put("party" + i, amounts.get(i));
      sum += amounts.get(i);
    }
    positions.put("rest", -sum);
    var rounded = MultilateralRounding.round(positions, Currency.EUR);
    assertThat(rounded.values().stream().mapToLong(Rounded::minor).sum()).isZero();
    rounded.forEach((party, part) -> {
      assertThat(Math.abs(part.remainderNano())).isLessThan(10_000_000);
      assertThat(part.minor() * 10_000_000 + part.remainderNano())
          .isEqualTo(positions.getOrDefault(party, 0L));
    });
  }
}
