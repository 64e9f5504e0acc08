package dev.hansa.servicekit;

import java.time.Instant;

/// Which single-use tokens were used.
public interface UsedTokens {
  /// True for one caller only, also when two ask at once, until the token expires.
  boolean use(String jti, Instant expires);
}
