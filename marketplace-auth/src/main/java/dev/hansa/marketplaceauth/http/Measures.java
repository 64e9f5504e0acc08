package dev.hansa.marketplaceauth.http;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/// Counters; each label is an outcome's name.
@Singleton
final class Measures {
  private final MeterRegistry registry;

  Measures(MeterRegistry registry) {
    this.registry = registry;
  }

  void login(String outcome) {
    registry.counter("logins", "outcome", outcome).increment();
  }

  void token(String grant, String outcome) {
    registry.counter("tokens", "grant", grant, "outcome", outcome).increment();
  }

  void decision(String action, String outcome) {
    registry.counter("decisions", "action", action, "outcome", outcome).increment();
  }

  void anchor(String outcome) {
    registry.counter("anchors", "outcome", outcome).increment();
  }
}
