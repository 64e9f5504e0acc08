package dev.hansa.marketplace.http;

import dev.hansa.marketplace.domain.Trader;
import dev.hansa.servicekit.AccessTokenVerifier;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;

/// Who calls, by access token.
@Singleton
final class Callers {
  private final AccessTokenVerifier tokens;

  Callers(AccessTokenVerifier tokens) {
    this.tokens = tokens;
  }

  Trader trader(HttpRequest<?> request) {
    var token = tokens.verify(request);
    return new Trader(token.sessionId(), token.party(), token.agentId(), token.machine());
  }
}
