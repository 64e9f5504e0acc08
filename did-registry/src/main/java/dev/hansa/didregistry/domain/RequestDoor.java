package dev.hansa.didregistry.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Hands signed requests to a node. May throw [dev.hansa.identity.LedgerUnavailable]; the same
/// request twice is one write.
public interface RequestDoor {
  int LENGTH_MAX = 131_072;

  /// Passes the text on as it is; what it says is the node's business.
  Answer pass(String request);

  /// What the node answered: a proof that it is written, or the rule that refused it.
  record Answer(int status, ObjectNode body) {}
}
