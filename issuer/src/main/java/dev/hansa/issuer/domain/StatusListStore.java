package dev.hansa.issuer.domain;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tenants' status lists.
public interface StatusListStore {
  /// A number that grows with every change of the list; empty if there is no such list.
  Optional<Long> version(TenantName tenant, int list);

  /// The entries that are not valid.
  Map<Long, CredentialStatus> entries(TenantName tenant, int list);

  List<Integer> lists(TenantName tenant);
}
