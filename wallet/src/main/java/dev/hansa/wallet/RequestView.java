package dev.hansa.wallet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.DcqlQuery;
import dev.hansa.credentials.Matching;
import dev.hansa.identity.Did;
import java.util.List;

/// What a request asks, who asks, and what would be shown: for the holder to see before it says
/// yes. `verifier` is proved: its DID's key signed the request.
public record RequestView(
    Did verifier,
    String clientId,
    String purpose,
    DcqlQuery query,
    Matching matching,
    List<String> transactionData,
    String nonce,
    String state,
    String responseUri,
    ObjectNode request) {
  public RequestView {
    transactionData = List.copyOf(transactionData);
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
