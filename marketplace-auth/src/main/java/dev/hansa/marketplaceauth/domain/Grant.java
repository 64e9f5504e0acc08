package dev.hansa.marketplaceauth.domain;

import java.time.Instant;

/// What a code or a refresh token stands for.
public record Grant(Kind kind, String sessionId, AuthorizationRequest request, Instant expires) {
  public enum Kind {
    CODE,
    REFRESH
  }
}
