package dev.hansa.identity;

import java.util.HashMap;
import java.util.Map;

/// Resolves each DID by its method.
public final class DidMethods implements DidResolver {
  private final Map<String, DidResolver> methods;

  public DidMethods(Map<String, DidResolver> methods) {
    this.methods = Map.copyOf(methods);
  }

  /// `did:key`, `did:jwk`, and `did:indy` by the given resolver.
  public static DidMethods withLedger(DidResolver indy) {
    return new DidMethods(
        Map.of(DidKey.METHOD, new DidKey(), DidJwk.METHOD, new DidJwk(), DidIndy.METHOD, indy));
  }

  /// The same, and one method more.
  public DidMethods with(String method, DidResolver resolver) {
    var more = new HashMap<>(methods);
    more.put(method, resolver);
    return new DidMethods(more);
  }

  @Override
  public DidResolution resolve(Did did, DidVersion version) {
    var method = methods.get(did.method());
    return method == null ? new DidResolution.MethodNotSupported() : method.resolve(did, version);
  }
}
