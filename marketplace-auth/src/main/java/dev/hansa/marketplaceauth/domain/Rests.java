package dev.hansa.marketplaceauth.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps which facts an allowed decision rested on.
public interface Rests {
  /// `until` is when the first of the facts ends by itself.
  void note(String receipt, List<String> facts, Instant until);

  Optional<List<String>> of(String receipt);

  void forget(Instant endedBefore);
}
