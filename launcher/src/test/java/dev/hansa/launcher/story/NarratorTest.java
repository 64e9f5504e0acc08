package dev.hansa.launcher.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NarratorTest {
  private final List<String> lines = new ArrayList<>();
  private long nanos;
  private final Narrator narrator = new Narrator(lines::add, () -> nanos);

  @Test
  void a_line_says_who_did_what_how_long_it_took_and_what_it_rests_on() {
    var value =
        narrator.line(
            "Pia sells",
            () -> {
              nanos += 1_250_000_000L;
              return Narrator.told(7, "rule %s", "P03-sell");
            });
    assertThat(value).isEqualTo(7);
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst()).startsWith(" 1   1.3 s  Pia sells").endsWith(" rule P03-sell");
    assertThat(narrator.lines()).isEqualTo(1);
  }

  @Test
  void an_act_that_is_not_as_told_ends_the_story_with_its_line_and_why() {
    assertThatThrownBy(() ->
            narrator.line(
                "Pia sells",
                () -> {
                  throw new Stop(ExitCode.REFUSED, "the market is closed");
                }))
        .isInstanceOf(Narrator.NotAsTold.class)
        .hasMessage("not as told: Pia sells: the market is closed");
    assertThat(lines).isEmpty();
  }

  @Test
  void a_quarter_hour_is_at_least_half_an_hour_ahead() {
    var noon = Instant.parse("2026-11-24T12:00:00Z");
    assertThat(Quarters.ahead(noon)).isEqualTo(Instant.parse("2026-11-24T12:45:00Z"));
    assertThat(Quarters.ahead(noon.plusSeconds(12 * 60)))
        .isEqualTo(Instant.parse("2026-11-24T12:45:00Z"));
    assertThat(Quarters.ahead(noon.plusSeconds(13 * 60)))
        .isEqualTo(Instant.parse("2026-11-24T12:45:00Z"));
    assertThat(Quarters.ahead(noon.plusSeconds(13 * 60 + 1)))
        .isEqualTo(Instant.parse("2026-11-24T13:00:00Z"));
  }

  @Test
  void last_month_is_a_whole_calendar_month_in_utc() {
    var period = Claims.Period.lastMonth(Instant.parse("2026-01-15T12:00:00Z"));
    assertThat(period.start()).isEqualTo(Instant.parse("2025-12-01T00:00:00Z"));
    assertThat(period.end()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
  }
}
