package dev.hansa.marketplaceauth.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Asks holders to show credentials, by the verifier. A verifier that does not answer is thrown as
/// `PeerUnavailable`.
public interface Presentations {
  Asked ask(Query query);

  Answer find(String requestId);

  /// What is asked: a DCQL query, what is signed with it, and the words that the holder reads.
  record Query(
      ObjectNode dcql,
      List<ObjectNode> transactionData,
      String purpose,
      Optional<URI> redirectUri) {
    public Query {
      transactionData = List.copyOf(transactionData);
    }
  }

  /// A request that is open: `openid4vp` is for a wallet on the same device or as a QR code.
  record Asked(String requestId, String openid4vp, String requestUri, Instant expires) {}

  sealed interface Answer {
    record Waiting(boolean fetched) implements Answer {}

    record Refused(Refusal refusal) implements Answer {}

    record Expired() implements Answer {}

    record Verified(List<Presented> credentials) implements Answer {
      public Verified {
        credentials = List.copyOf(credentials);
      }

      Optional<Presented> byQuery(String queryId) {
        return credentials.stream().filter(c -> c.queryId().equals(queryId)).findFirst();
      }
    }
  }
}
