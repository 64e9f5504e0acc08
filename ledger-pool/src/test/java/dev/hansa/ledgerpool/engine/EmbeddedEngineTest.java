package dev.hansa.ledgerpool.engine;

import dev.hansa.ledgerpool.StoryClock;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.domain.Engine;
import dev.hansa.ledgerpool.domain.LedgerApplication;

class EmbeddedEngineTest extends EngineContract {
  @Override
  Engine start(LedgerApplication application, StoryClock clock, int waitingMax) {
    return EmbeddedEngine.start(
        application, TestNetwork.NODE, clock, waitingMax, (checkpoint, requests, took) -> {});
  }
}
