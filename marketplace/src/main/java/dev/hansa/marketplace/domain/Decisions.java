package dev.hansa.marketplace.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The policy decision point, as the market needs it. Every call may throw
/// `dev.hansa.servicekit.PeerUnavailable`; no decision is then known, and the act does not happen.
public interface Decisions {
  Decision decide(Act act);

  /// Of these receipts of allowed decisions: those whose credentials are still valid now.
  Set<String> standing(List<String> receipts);

  /// What a session wants to do. `properties` are the facts of the resource, which the market owns;
  /// `context` the facts of the act. Nothing here says anything about the session's subject.
  record Act(
      String sessionId,
      String action,
      String resourceType,
      String resourceId,
      ObjectNode properties,
      ObjectNode context) {}

  /// The answer, with the receipt of it.
  sealed interface Decision {
    String receipt();

    record Refused(String receipt, List<Reason> reasons) implements Decision {
      public Refused {
        reasons = List.copyOf(reasons);
      }
    }

    record Allowed(String receipt, long ledgerHeight) implements Decision {}
  }

  /// The rule that refused, in words, and the type of the credential that it looked at.
  record Reason(String rule, String says, Optional<String> credentialType) {}
}
