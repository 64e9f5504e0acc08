package dev.hansa.marketrules.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  private static String states(String loss, int n) {
    var highLoss = new BitSet();
    for (int i = 0; i < loss.length(); i++) {
      highLoss.set(i, loss.charAt(i) == '1');
    }
    var unavailable = MefAvailability.unavailable(highLoss, loss.length(), n);
    var states = new StringBuilder();
    for (int i = 0; i < loss.length(); i++) {
      states.append(unavailable.get(i) ? 'U' : 'A');
    }
    return states.toString();
  }

  @Test
  void the_availability_example_of_the_rules() {
    assertThat(states("010111101000010", 3)).isEqualTo("AAAUUUUUUAAAAAA");
  }

  @Test
  void flapping_shorter_than_n_changes_nothing() {
    assertThat(states("110110110", 3)).isEqualTo("AAAAAAAAA");
    assertThat(states("111001001", 3)).isEqualTo("UUUUUUUUU");
    assertThat(states("111000", 3)).isEqualTo("UUUAAA");
    assertThat(states("101", 1)).isEqualTo("UAU");
    assertThat(states("", 3)).isEmpty();
  }

  @Property
  void an_interval_is_unavailable_only_in_a_window_that_n_losses_began(
      @ForAll @Size(max = 60) List<Boolean> loss, @ForAll @IntRange(min = 1, max = 6) int n) {
    var text = new StringBuilder();
    loss.forEach(lost -> text.append(lost ? '1' : '0'));
    var states = states(text.toString(), n);
    // The definition, read literally: look ahead from each interval.
    var expected = new StringBuilder();
    boolean down = false;
    for (int i = 0; i < loss.size(); i++) {
      boolean turns = i + n <= loss.size();
      for (int j = i; turns && j < i + n; j++) {
        turns = loss.get(j) != down;
      }
      down = turns != down;
      expected.append(down ? 'U' : 'A');
    }
    assertThat(states).isEqualTo(expected.toString());
  }

  @Test
  void a_percentile_is_one_of_the_samples_by_nearest_rank() {
    long[] hundred = LongStream.rangeClosed(1, 100).map(i -> 101 - i).toArray();
    assertThat(Percentile.of(hundred, 950_000, 1)).isEqualTo(new Percentile.Measured(95));
    assertThat(Percentile.of(hundred, 950_001, 1)).isEqualTo(new Percentile.Measured(96));
    assertThat(Percentile.of(hundred, 1_000_000, 1)).isEqualTo(new Percentile.Measured(100));
    assertThat(Percentile.of(hundred, 1, 1)).isEqualTo(new Percentile.Measured(1));
    long[] ten = {5, 1, 4, 2, 3, 9, 8, 7, 6, 10};
    assertThat(Percentile.of(ten, 950_000, 10)).isEqualTo(new Percentile.Measured(10));
  }

  @Test
  void too_few_samples_are_no_measure() {
    assertThat(Percentile.of(new long[] {1, 2}, 950_000, 3))
        .isEqualTo(new Percentile.NotMeasured(2));
  }

  @Test
  void loss_is_compared_without_a_division() {
    assertThat(MefAvailability.isHighLoss(1, 1_000, 1_000)).isFalse();
    assertThat(MefAvailability.isHighLoss(1, 999, 1_000)).isTrue();
    assertThat(MefAvailability.isHighLoss(0, 0, 0)).isFalse();
    assertThat(MefAvailability.isHighLoss(Long.MAX_VALUE, Long.MAX_VALUE, 1_000_000)).isFalse();
  }

  @Test
  void two_reporters_agree_within_60_seconds_or_one_percent() {
    var mean = new TwoReporters.Rule.MeanFloored();
    assertThat(TwoReporters.reconcile(0, 60, mean)).isEqualTo(new TwoReporters.Agreed(30));
    assertThat(TwoReporters.reconcile(0, 61, mean)).isEqualTo(new TwoReporters.Dispute(0, 61));
    assertThat(TwoReporters.reconcile(9_900, 10_000, mean))
        .isEqualTo(new TwoReporters.Agreed(9_950));
    assertThat(TwoReporters.reconcile(9_899, 10_000, mean))
        .isEqualTo(new TwoReporters.Dispute(9_899, 10_000));
    assertThat(TwoReporters.reconcile(7, 10, mean)).isEqualTo(new TwoReporters.Agreed(8));
    assertThat(TwoReporters.reconcile(7, 10, new TwoReporters.Rule.Customers()))
        .isEqualTo(new TwoReporters.Agreed(10));
    assertThat(TwoReporters.reconcile(7, 10, new TwoReporters.Rule.ThirdPartys(9)))
        .isEqualTo(new TwoReporters.Agreed(9));
  }

  @Test
  void windows_that_overlap_are_excluded_once_and_only_inside_the_period() {
    var start = Instant.parse("2026-02-01T00:00:00Z");
    var end = Instant.parse("2026-03-01T00:00:00Z");
    var signed = Instant.parse("2026-01-01T00:00:00Z");
    var windows =
        List.of(
            new Exclusion(start.plusSeconds(100), start.plusSeconds(200), signed),
            new Exclusion(start.plusSeconds(150), start.plusSeconds(180), signed),
            new Exclusion(start.minusSeconds(50), start.plusSeconds(10), signed),
            new Exclusion(end.minusSeconds(5), end.plusSeconds(5), signed));
    assertThat(Exclusion.seconds(windows, start, end)).isEqualTo(100 + 10 + 5);
  }

  @Test
  void a_window_invented_afterwards_is_no_window() {
    var from = Instant.parse("2026-02-01T00:00:00Z");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Exclusion(from, from.plusSeconds(1), from));
  }
}
