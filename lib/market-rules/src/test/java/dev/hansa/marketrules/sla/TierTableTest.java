package dev.hansa.marketrules.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class TierTableTest {
  private static final long MONTH = 2_592_000;

  static TierTable sound(List<Band> bands) {
    var lint = TierTable.lintBands(bands);
    assertThat(lint).isInstanceOf(TierTable.Lint.Sound.class);
    return ((TierTable.Lint.Sound) lint).table();
  }

  private static List<String> faults(List<Band> bands) {
    return says(TierTable.lintBands(bands));
  }

  private static List<String> says(TierTable.Lint lint) {
    return switch (lint) {
      case TierTable.Lint.Sound _ -> List.of();
      case TierTable.Lint.Faulty(var faults) -> faults.stream().map(TierFault::says).toList();
    };
  }

  static final List<Band> AWS =
      List.of(
          Band.atLeast("99.99", 0),
          Band.halfOpen("99.0", "99.99", 1_000),
          Band.halfOpen("95.0", "99.0", 3_000),
          Band.below("95.0", 10_000));

  @Test
  void the_edges_of_the_aws_table_in_a_month_of_30_days() {
    var table = sound(AWS);
    long[] down = {0, 259, 260, 25_920, 25_921, 129_600, 129_601, MONTH};
    int[] bp = {0, 0, 1_000, 1_000, 3_000, 3_000, 10_000, 10_000};
    for (int i = 0; i < down.length; i++) {
      assertThat(((Availability.InTier) table.availability(MONTH, 0, down[i])).creditBp())
          .as("%d s down", down[i])
          .isEqualTo(bp[i]);
    }
  }

  @Test
  void the_table_of_aws_compute_optimizer_and_those_with_10_25_and_50_are_sound() {
    assertThat(
            faults(
                List.of(
                    Band.atLeast("99.9", 0),
                    Band.halfOpen("99.0", "99.9", 1_000),
                    Band.halfOpen("95.0", "99.0", 2_500),
                    Band.below("95.0", 10_000))))
        .isEmpty();
    assertThat(
            faults(
                List.of(
                    Band.atLeast("99.95", 0),
                    Band.halfOpen("99.0", "99.95", 1_000),
                    Band.halfOpen("95.0", "99.0", 2_500),
                    Band.below("95.0", 5_000))))
        .isEmpty();
  }

  @Test
  void the_unprotected_table_of_telus_is_refused_and_its_three_gaps_are_named() {
    var table =
        List.of(
            Band.atLeast("99.7", 0),
            Band.closed("97.9", "99.69", 1_000),
            Band.closed("95.9", "96.89", 2_000),
            Band.closed("93.9", "95.89", 3_000),
            Band.below("93.9", 4_000));
    assertThat(faults(table))
        .containsExactly(
            "no tier covers above 99.69 % to below 99.7 %",
            "no tier covers above 96.89 % to below 97.9 %",
            "no tier covers above 95.89 % to below 95.9 %");
  }

  @Test
  void the_protected_table_of_telus_is_refused_and_its_four_gaps_are_named() {
    var table =
        List.of(
            Band.atLeast("99.99", 0),
            Band.closed("97.99", "99.98", 1_000),
            Band.closed("95.99", "97.98", 2_000),
            Band.closed("93.99", "95.98", 3_000),
            Band.below("93.9", 4_000));
    assertThat(faults(table))
        .containsExactly(
            "no tier covers above 99.98 % to below 99.99 %",
            "no tier covers above 97.98 % to below 97.99 %",
            "no tier covers above 95.98 % to below 95.99 %",
            "no tier covers from 93.9 % to below 93.99 %");
  }

  @Test
  void rows_that_overlap_are_named_also_when_they_share_one_value() {
    assertThat(
            faults(
                List.of(
                    Band.atLeast("99", 0),
                    Band.closed("95", "99", 1_000),
                    Band.below("96", 2_000))))
        .containsExactly("two tiers cover 99 % to 99 %", "two tiers cover 95 % to 96 %");
  }

  @Test
  void a_table_reaches_from_0_to_100() {
    assertThat(faults(List.of(Band.closed("99", "99.9", 0), Band.halfOpen("90", "99", 1_000))))
        .containsExactly(
            "the first tier does not reach up to 100 %",
            "the last tier does not reach down to 0 %");
  }

  @Test
  void every_malformed_table_is_refused_with_its_rule() {
    assertThat(says(TierTable.lint(List.of()))).containsExactly("a table has 2 to 32 tiers");
    assertThat(says(TierTable.lint(List.of(new Tier(990_000, 100), new Tier(0, 50)))))
        .containsExactly(
            "tier 2 is worse than the one before and gives less credit",
            "the first tier gives a credit, so keeping the objective would cost");
    assertThat(
            says(
                TierTable.lint(
                    List.of(new Tier(990_000, 0), new Tier(990_000, 10), new Tier(0, 20)))))
        .containsExactly("the threshold of tier 2 is not below the one before");
    assertThat(says(TierTable.lint(List.of(new Tier(1_000_001, 0), new Tier(1, 10_001)))))
        .containsExactly(
            "tier 1 leaves 0 to 100 % or runs backwards",
            "the credit of tier 2 is not 0 to 100 %", "the last tier does not reach down to 0 %");
    assertThat(says(TierTable.lintBands(List.of(new Band(5, 4, true, 0), Band.below("1", 1)))))
        .isNotEmpty();
  }

  @Test
  void a_table_that_was_not_linted_cannot_be_made() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TierTable(List.of(new Tier(990_000, 0), new Tier(1, 100))));
  }

  @Test
  void a_period_that_is_excluded_whole_has_no_result() {
    assertThat(sound(AWS).availability(3_600, 3_600, 0)).isEqualTo(new Availability.NoResult());
  }

  @Test
  void what_is_excluded_leaves_the_measure() {
    // 1 s of 10,000 s is 99.99 % exactly; 1 s of 9,999 s is below.
    assertThat(sound(AWS).availability(12_000, 2_000, 1)).isEqualTo(new Availability.InTier(0, 0));
    assertThat(sound(AWS).availability(12_000, 2_001, 1))
        .isEqualTo(new Availability.InTier(1, 1_000));
  }

  @Test
  void more_downtime_than_time_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> sound(AWS).availability(100, 50, 51));
  }
}
