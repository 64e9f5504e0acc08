package dev.hansa.issuer.domain;

import java.util.Optional;

/// The issuers of this service.
public interface Tenants {
  /// The issuer of this name as its folder is now; a new folder is there at once.
  Optional<Tenant> find(TenantName name);
}
