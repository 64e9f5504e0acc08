package dev.hansa.launcher.acts;

import dev.hansa.identity.Bytes;
import java.security.SecureRandom;

/// Identifiers that a client chooses for its requests.
final class Ids {
  private Ids() {}

  static String next(SecureRandom random) {
    return Bytes.random(15, random).toHex();
  }
}
