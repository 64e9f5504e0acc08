package dev.hansa.marketplaceauth.domain;

import java.util.Map;
import java.util.Optional;

/// The OAuth clients that the operator let in.
public final class Clients {
  private final Map<String, Client> byId;

  public Clients(Map<String, Client> byId) {
    this.byId = Map.copyOf(byId);
  }

  public Optional<Client> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }
}
