package dev.hansa.ledgerpool.cometbft;

import dev.hansa.abci.Request;
import dev.hansa.abci.Response;

/// Answers one message of the engine; what it throws ends the connection, and with it the engine.
@FunctionalInterface
public interface AbciHandler {
  Response answer(Request request);

  /// A layer between the engine and the ledger. The product has none; tests put faults there: a
  /// node that lies, is slow, or ends in the middle of a block.
  @FunctionalInterface
  interface Layer {
    AbciHandler around(AbciHandler handler);

    /// No layer.
    static Layer none() {
      return handler -> handler;
    }
  }
}
