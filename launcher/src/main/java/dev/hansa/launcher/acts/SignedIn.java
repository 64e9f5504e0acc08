package dev.hansa.launcher.acts;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// A person or machine that signed in to the market: every call carries its access token and a
/// proof of its key.
public interface SignedIn extends Holder {
  Answer get(String url);

  Answer post(String url, ObjectNode body);
}
