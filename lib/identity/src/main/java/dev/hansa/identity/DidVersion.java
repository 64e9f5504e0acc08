package dev.hansa.identity;

import java.time.Instant;

/// Which version of a DID document is asked for: the DID parameters `versionId` and `versionTime`.
public sealed interface DidVersion {
  DidVersion LATEST = new Latest();

  record Latest() implements DidVersion {}

  record Id(String versionId) implements DidVersion {
    public static final int LENGTH_MAX = 64;

    public Id {
      if (versionId.isEmpty() || versionId.length() > LENGTH_MAX) {
        throw new IllegalArgumentException("a versionId has 1 to " + LENGTH_MAX + " characters");
      }
    }
  }

  record At(Instant versionTime) implements DidVersion {}
}
