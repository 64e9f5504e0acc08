package dev.hansa.marketplaceauth.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A showing of credentials that somebody was asked for: at onboarding, for an act, or to sign.
/// `owner` is the party that it is about, `agent` who started it, `about` what it is for.
public sealed interface Showing {
  Head head();

  enum Kind {
    ONBOARDING,
    EVIDENCE,
    SIGNATURE
  }

  /// What does not change.
  record Head(
      String id,
      Kind kind,
      String owner,
      Optional<String> agent,
      ObjectNode about,
      Presentations.Asked asked) {}

  record Open(Head head, boolean fetched) implements Showing {
    /// After its time nothing is waited for any more.
    boolean over(Instant now) {
      return !now.isBefore(head.asked().expires().plusSeconds(30));
    }
  }

  /// These facts were proved. `kbJwt` is the holder's signature, where something was signed.
  record Verified(Head head, List<String> facts, Optional<String> kbJwt) implements Showing {
    public Verified {
      facts = List.copyOf(facts);
    }
  }

  record Refused(Head head, Refusal refusal) implements Showing {}

  record Expired(Head head) implements Showing {}
}
