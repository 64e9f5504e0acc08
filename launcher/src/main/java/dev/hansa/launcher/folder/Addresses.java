package dev.hansa.launcher.folder;

/// Where a network's services are on this machine: one port after the other from a base, by `http`
/// on the literal loopback address, or by `https` on `localhost` with certificates of the network's
/// own authority ([LocalAuthority]).
public record Addresses(int portBase, boolean tls) {
  /// The address of the service that has the port so far above the base.
  public String url(int portOffset) {
    return (tls ? "https://localhost:" : "http://127.0.0.1:") + (portBase + portOffset);
  }
}
