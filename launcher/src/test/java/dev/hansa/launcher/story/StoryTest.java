package dev.hansa.launcher.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole story, in this process: all services, real HTTP.
class StoryTest {
  @TempDir private Path temporary;

  @Test
  void it_is_as_told_in_at_most_forty_lines() {
    System.setProperty("logback.configurationFile", "dev/hansa/launcher/logback-house.xml");
    var out = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .execute("demo", "--data", temporary.resolve("demo").toString());
    assertThat(code).as(out.toString()).isEqualTo(ExitCode.DONE.code());
    assertThat(out.toString().lines().count()).isLessThanOrEqualTo(40);
  }
}
