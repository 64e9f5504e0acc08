package dev.hansa.wallet;

/// Who asks, as far as it was proved: the client identifier with its prefix, the name in it, and in
/// words what proved it.
public record Asker(String clientId, String name, String proof) {
  @Override
  public String toString() {
    return name;
  }
}
