package dev.hansa.marketplaceauth.domain;

import java.util.List;
import java.util.Optional;

/// What becomes of a question.
public sealed interface Verdict {
  /// Why not: the rule, the sentence for the person, and the type of credential it is about.
  record Reason(String rule, String says, Optional<String> credentialType) {}

  /// The policies decided, and a receipt says so.
  record Decided(
      boolean allowed, String outcome, String receipt, long ledgerHeight, List<Reason> reasons)
      implements Verdict {
    public Decided {
      reasons = List.copyOf(reasons);
    }
  }

  /// Nothing to decide on; no receipt. The answer is no.
  record Undecided(Reason reason) implements Verdict {}
}
