package dev.hansa.launcher.cli;

import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.StoryTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `clock`: what time the network has, and moving it on.
@Command(
    name = "clock",
    description = "The network's time; moved on only where ./hansa up --story-clock runs.",
    subcommands = {ClockCommand.Show.class, ClockCommand.Advance.class})
final class ClockCommand extends Group {
  private static final Duration DAYS_MAX = Duration.ofDays(31);

  @Command(name = "show", description = "What time the network has.")
  static final class Show extends Act {
    @Override
    ExitCode run(Output output) {
      var now = new StoryTime(shared.connect()).now();
      output.say(
          "%s (%s)",
          now.path("time").asText(),
          now.path("aheadMillis").asLong() == 0
              ? "the system's time"
              : Duration.ofMillis(now.path("aheadMillis").asLong())
                  + " ahead of the system's time");
      output.answer(now);
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "advance",
      description = "Move the network's time on. All services share it, and it never goes back.")
  static final class Advance extends Act {
    @Parameters(paramLabel = "DURATION", description = "How far, such as PT45M or P1D.")
    String duration = "";

    @Override
    ExitCode run(Output output) {
      Duration by;
      try {
        by = Duration.parse(duration);
      } catch (DateTimeException e) {
        throw new Stop(ExitCode.USAGE, "A duration reads PT45M or P1D.", e);
      }
      if (by.isNegative() || by.isZero() || by.compareTo(DAYS_MAX) > 0) {
        throw new Stop(
            ExitCode.USAGE,
            "The time moves on by a second to " + DAYS_MAX.toDays() + " days at once.");
      }
      var now = new StoryTime(shared.connect()).advance(by);
      output.say(
          "The network's clock was moved on by %s: it is %s.",
          by, Instant.parse(now.path("time").asText()).truncatedTo(ChronoUnit.SECONDS));
      output.answer(now);
      return ExitCode.DONE;
    }
  }
}
