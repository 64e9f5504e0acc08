package dev.hansa.launcher.acts;

/// Whoever can answer a request with credentials.
public interface Holder {
  /// Shows the least that the request at this address asks for.
  void present(String openid4vp);
}
