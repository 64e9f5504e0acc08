package dev.hansa.identity;

import java.security.MessageDigest;

/// Bytes that may not be shown: a private key, a code, a password. Its text says nothing of them.
public final class Secret {
  private final byte[] value;

  private Secret(byte[] value) {
    this.value = value;
  }

  public static Secret copyOf(byte[] value) {
    return new Secret(value.clone());
  }

  /// The bytes themselves, for the one place that needs them.
  public byte[] expose() {
    return value.clone();
  }

  /// Compares in a time that does not depend on where the two differ.
  public boolean matches(byte[] presented) {
    return MessageDigest.isEqual(value, presented);
  }

  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}
