package dev.hansa.didregistry.ledger;

import dev.hansa.didregistry.domain.RequestDoor;
import dev.hansa.ledgerprotocol.LedgerTransport;

/// Passes requests to the network's nodes, the next one where one does not answer.
public final class NodeDoor implements RequestDoor {
  private final LedgerTransport transport;

  public NodeDoor(LedgerTransport transport) {
    this.transport = transport;
  }

  @Override
  public Answer pass(String request) {
    var answer = transport.submit(request);
    return new Answer(answer.status(), answer.body());
  }
}
