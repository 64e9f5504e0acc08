package dev.hansa.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.launcher.folder.DataFolder;
import dev.hansa.launcher.folder.NetworkFile;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoryClockTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private final StoryClock clock =
      new StoryClock(Clock.fixed(NOON, ZoneOffset.UTC), Duration.ofMinutes(5));

  @TempDir private Path temporary;

  @Test
  void it_is_as_far_ahead_as_it_was_moved_on() {
    assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofMinutes(5)));
    assertThat(clock.advance(Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(65));
    assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofMinutes(65)));
  }

  @Test
  void a_clock_of_another_zone_moves_on_with_it() {
    var elsewhere = clock.withZone(ZoneId.of("Asia/Kathmandu"));
    var _ = clock.advance(Duration.ofHours(1));
    assertThat(elsewhere.instant()).isEqualTo(clock.instant());
  }

  @Test
  void it_never_goes_back() {
    assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_folder_remembers_how_far() {
    var folder = new DataFolder(temporary);
    folder.create();
    var network = new NetworkFile("hansa", 7400, false, "hash", true, true, Duration.ofMinutes(5));
    var keeper = new ClockKeeper(folder, network, clock, new SecureRandom());
    keeper.advance(Duration.ofMinutes(10));
    keeper.advance(Duration.ofMinutes(10));
    assertThat(folder.requireNetwork().clockAhead()).isEqualTo(Duration.ofMinutes(25));
    assertThat(clock.ahead()).isEqualTo(Duration.ofMinutes(25));
  }
}
