package dev.hansa.issuer.domain;

import dev.hansa.identity.VerificationKey;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which wallets an issuer lets in, and how they show to be who they are. `anchors` vouch for
/// wallet providers whose attestations have `x5c`, `providers` are keys of those whose attestations
/// have none.
public record ClientPolicy(
    Set<Method> methods,
    Set<X509Certificate> anchors,
    List<VerificationKey> providers,
    boolean challengeRequired,
    Map<String, Registered> registered) {
  public static final ClientPolicy ANYBODY =
      new ClientPolicy(EnumSet.of(Method.NONE), Set.of(), List.of(), false, Map.of());

  public ClientPolicy {
    methods = Set.copyOf(methods);
    anchors = Set.copyOf(anchors);
    providers = List.copyOf(providers);
    registered = Map.copyOf(registered);
  }

  public enum Method {
    NONE("none"),
    ATTESTATION("attest_jwt_client_auth"),
    PRIVATE_KEY("private_key_jwt");

    private final String word;

    Method(String word) {
      this.word = word;
    }

    /// As metadata say it.
    public String word() {
      return word;
    }
  }

  /// A client that the issuer's operator knows, with its keys and where its browser may return to.
  public record Registered(List<VerificationKey> keys, Set<URI> redirectUris) {
    public Registered {
      keys = List.copyOf(keys);
      redirectUris = Set.copyOf(redirectUris);
    }
  }

  public boolean allows(Method method) {
    return methods.contains(method);
  }
}
