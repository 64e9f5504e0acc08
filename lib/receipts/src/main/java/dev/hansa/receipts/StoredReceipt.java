package dev.hansa.receipts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// A receipt as its issuer keeps it: the signed part, which goes into the log; what opens its
/// commitments and the status list tokens by their hash, which only its owner gets and which may be
/// erased; and who that owner is.
public record StoredReceipt(
    String id, String owner, String jws, ObjectNode opened, Map<String, String> statusTokens) {
  public StoredReceipt {
    statusTokens = Map.copyOf(statusTokens);
  }

  @Override
  public String toString() {
    return "StoredReceipt[" + id + "]";
  }
}
