package dev.hansa.marketplaceauth.domain;

import dev.hansa.identity.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// An OAuth client. Without a secret it is public. `firstParty` may use the challenge endpoint;
/// `nativeApp` may choose the port of a loopback redirect URI. Clients of one sector share `sub`.
public record Client(
    String id,
    String name,
    List<URI> redirectUris,
    Optional<Secret> secret,
    boolean firstParty,
    boolean nativeApp,
    List<String> resources,
    String sector) {
  public Client {
    redirectUris = List.copyOf(redirectUris);
    resources = List.copyOf(resources);
  }

  /// Whether this is one of the client's redirect URIs: the same text, or for a native app on
  /// loopback the same but for the port, [RFC 8252, section
  /// 7.3](https://www.rfc-editor.org/rfc/rfc8252#section-7.3).
  public boolean mayReturnTo(String presented) {
    for (var registered : redirectUris) {
      if (registered.toString().equals(presented)
          || (nativeApp && isLoopback(registered) && samePath(registered, presented))) {
        return true;
      }
    }
    return false;
  }

  public boolean knows(String presentedSecret) {
    return secret.isPresent()
        && secret.get().matches(presentedSecret.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isLoopback(URI uri) {
    return "http".equals(uri.getScheme())
        && ("127.0.0.1".equals(uri.getHost()) || "[::1]".equals(uri.getHost()));
  }

  private static boolean samePath(URI registered, String presented) {
    // The text is built again with the port that was presented, so that nothing else can differ.
    var prefix = "http://" + registered.getHost() + ":";
    if (!presented.startsWith(prefix)) {
      return false;
    }
    int slash = presented.indexOf('/', prefix.length());
    if (slash < 0) {
      return false;
    }
    var port = presented.substring(prefix.length(), slash);
    var query = registered.getRawQuery() == null ? "" : "?" + registered.getRawQuery();
    return port.matches("[1-9][0-9]{0,4}")
        && Integer.parseInt(port) <= 65535
        && presented.substring(slash).equals(registered.getRawPath() + query);
  }
}
