package dev.hansa.launcher.story;

import java.time.Instant;

/// Quarter hours of delivery.
public final class Quarters {
  public static final long SECONDS = 900;

  /// Sweden's third price zone, an EIC area code.
  public static final String ZONE = "10Y1001A1001A46L";

  /// The gate closes 15 minutes before delivery; this leaves time to trade.
  private static final long AHEAD_SECONDS = 32 * 60;

  private Quarters() {}

  /// The first quarter hour that begins at least 32 minutes from now.
  public static Instant ahead(Instant now) {
    long earliest = now.plusSeconds(AHEAD_SECONDS).getEpochSecond();
    return Instant.ofEpochSecond(Math.ceilDiv(earliest, SECONDS) * SECONDS);
  }
}
