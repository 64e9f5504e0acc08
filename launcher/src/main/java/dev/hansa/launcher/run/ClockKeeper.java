package dev.hansa.launcher.run;

import dev.hansa.identity.Bytes;
import dev.hansa.launcher.folder.DataFolder;
import dev.hansa.launcher.folder.NetworkFile;
import java.security.SecureRandom;
import java.time.Duration;

/// Moves the story's clock on and remembers how far, since the ledger's time never goes back.
public final class ClockKeeper {
  /// One step is at most a month.
  public static final Duration STEP_MAX = Duration.ofDays(31);

  /// The file that holds the token which allows to move the clock.
  public static final String TOKEN_FILE = "clock.token";

  private final DataFolder folder;
  private final StoryClock clock;
  private final boolean movable;
  private final String token;
  private NetworkFile network;

  public ClockKeeper(
      DataFolder folder, NetworkFile network, StoryClock clock, SecureRandom random) {
    this.folder = folder;
    this.network = network;
    this.clock = clock;
    this.movable = network.storyClock();
    this.token = Bytes.random(24, random).toBase64Url();
    if (movable) {
      DataFolder.writeWhole(folder.root().resolve(TOKEN_FILE), token);
    }
  }

  public StoryClock clock() {
    return clock;
  }

  public boolean isMovable() {
    return movable;
  }

  public String token() {
    return token;
  }

  public synchronized void advance(Duration by) {
    // First remembered, then done: after a crash the clock may be ahead of what was said, never
    // behind it.
    network = network.withStoryClock(clock.ahead().plus(by));
    folder.write(network);
    var _ = clock.advance(by);
  }
}
