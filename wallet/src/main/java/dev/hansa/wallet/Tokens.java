package dev.hansa.wallet;

import dev.hansa.identity.Signer;
import java.time.Instant;
import java.util.Optional;

/// What a sign-in gave: an access token bound to a key (DPoP), and the means to renew it.
public record Tokens(
    String accessToken,
    Optional<String> refreshToken,
    Optional<String> idToken,
    Instant expires,
    Signer boundTo) {
  @Override
  public String toString() {
    return "Tokens[hidden]";
  }
}
