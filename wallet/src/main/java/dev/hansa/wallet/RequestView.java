package dev.hansa.wallet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.DcqlQuery;
import dev.hansa.credentials.Matching;
import java.util.List;
import java.util.Optional;

/// What a request asks, who asks, and what would be shown: for the holder to see before it says
/// yes. `verifier` says who asks and what proved it.
public record RequestView(
    Asker verifier,
    String purpose,
    DcqlQuery query,
    Matching matching,
    List<String> transactionData,
    String nonce,
    String state,
    String responseUri,
    Optional<ResponseKey> responseKey,
    ObjectNode request) {
  public RequestView {
    transactionData = List.copyOf(transactionData);
  }

  /// The name that the answer is made out to.
  public String clientId() {
    return verifier.clientId();
  }

  /// True if the wallet holds an answer.
  public boolean isAnswerable() {
    return matching instanceof Matching.Found;
  }

  @Override
  public String toString() {
    return "RequestView[" + verifier + "]";
  }
}
