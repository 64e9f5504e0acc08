package dev.hansa.marketplaceauth.domain;

import dev.hansa.identity.Vct;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The members and what is known of them.
public interface Members {
  /// A member with its current facts, one a type.
  record Member(String party, boolean person, boolean restricted, Map<Vct, Fact> facts) {
    public Member {
      facts = Map.copyOf(facts);
    }

    public Optional<Fact> fact(Vct type) {
      return Optional.ofNullable(facts.get(type));
    }
  }

  Optional<Member> find(String party);

  /// Makes the party a member if it is none yet.
  void join(String party, boolean person, Instant now);

  /// Keeps a fact. A current one takes the place of the party's earlier one of that type.
  void keep(Fact fact, boolean current);

  List<Fact> facts(Collection<String> ids);

  default Optional<Fact> fact(String id) {
    return facts(List.of(id)).stream().findFirst();
  }

  /// Forgets facts that ended by then and are no member's current ones.
  void forget(Instant endedBefore);
}
