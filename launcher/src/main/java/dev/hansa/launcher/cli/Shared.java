package dev.hansa.launcher.cli;

import dev.hansa.launcher.acts.Network;
import dev.hansa.launcher.folder.DataFolder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import picocli.CommandLine.Option;

/// The flags that every command has.
public final class Shared {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:HANSA_DATA:-hansa-data}",
      description = "The network's data folder (default: ${DEFAULT-VALUE}).")
  Path data = Path.of("hansa-data");

  @Option(names = "--json", description = "Answer in JSON, for scripts.")
  boolean json;

  DataFolder folder() {
    return new DataFolder(data);
  }

  /// What the commands that are suggested need, so that they find the same folder: empty for the
  /// usual one.
  String flag() {
    var usual = Path.of("hansa-data").toAbsolutePath().normalize();
    return folder().root().equals(usual) ? "" : " --data " + folder().root();
  }

  Network connect() {
    return Network.connect(folder(), Clock.systemUTC(), new SecureRandom());
  }
}
