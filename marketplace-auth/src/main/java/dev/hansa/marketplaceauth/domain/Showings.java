package dev.hansa.marketplaceauth.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps showings.
public interface Showings {
  void add(Showing.Open showing);

  Optional<Showing> find(String id);

  /// Ends an open showing and keeps its facts, all or nothing. False if it had ended already: then
  /// nothing was changed. Facts of a type in `replaces` that the party had are no longer current.
  boolean end(Showing ended, List<Fact> facts, boolean replaces);

  /// Forgets what ended long ago.
  void forget(Instant expiredBefore);
}
