package dev.hansa.servicekit;

import dev.hansa.identity.Did;
import java.time.Instant;
import java.util.List;

/// A verified access token of marketplace-auth, [RFC 9068](https://www.rfc-editor.org/rfc/rfc9068).
/// `subject` and `agentId` are pairwise; `party` is the organisation's DID or the private person's
/// pairwise pseudonym; `sessionId` names the session in which the facts about both are kept.
public record AccessToken(
    Did issuer,
    String subject,
    String party,
    String sessionId,
    String agentId,
    List<String> roles,
    boolean machine,
    String clientId,
    Instant expires) {
  public AccessToken {
    roles = List.copyOf(roles);
  }
}
