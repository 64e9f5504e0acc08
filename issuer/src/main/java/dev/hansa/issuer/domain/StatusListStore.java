package dev.hansa.issuer.domain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tenants' status lists.
public interface StatusListStore {
  /// Empty if there is no such list.
  Optional<Shape> find(TenantName tenant, int list);

  /// The codes of entries that are not valid.
  Map<Long, Integer> entries(TenantName tenant, int list);

  /// The same as it was at that time.
  Map<Long, Integer> entriesAt(TenantName tenant, int list, Instant at);

  List<Integer> lists(TenantName tenant);

  /// What a list is: `version` grows with every change, and `opened` is when it began.
  record Shape(int bits, int places, long version, Instant opened) {}
}
