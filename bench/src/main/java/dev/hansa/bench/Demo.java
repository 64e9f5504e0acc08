package dev.hansa.bench;

import java.nio.file.Files;

/// The whole story, `./hansa demo`, once everything is built: from the start of Java to its end.
final class Demo implements Measurement {
  private static final double TARGET = 60;
  private static final long PATIENCE_MILLIS = 300_000;

  @Override
  public String name() {
    return "demo";
  }

  @Override
  public String what() {
    return "the demo, after the build";
  }

  @Override
  public Row measure(Stand stand) throws Exception {
    // Alone, as a user would have it.
    stand.close();
    var root = Files.createTempDirectory("hansa-bench-");
    stand.say("the story is told");
    long started = System.nanoTime();
    try (var process = JavaProcess.start(root.resolve("said"), "dev.hansa.launcher.Main", "demo")) {
      Measurement.require(process.endedWithin(PATIENCE_MILLIS), "the demo comes to its end");
      double seconds = (System.nanoTime() - started) / 1e9;
      var said = process.said();
      Measurement.require(
          process.exitCode() == 0 && said.stream().anyMatch(line -> line.startsWith("All as told")),
          "all is as told");
      said.stream().filter(line -> line.startsWith("All as told")).forEach(stand::say);
      return inUnit(" s", seconds, TARGET);
    } finally {
      RunningHouse.remove(root);
    }
  }
}
