package dev.hansa.ledgerpool.cometbft;

import dev.hansa.ledgerpool.StoryClock;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.cometbft.EngineSettings.Patience;
import dev.hansa.ledgerpool.domain.Engine;
import dev.hansa.ledgerpool.domain.LedgerApplication;
import dev.hansa.ledgerpool.engine.EngineContract;
import dev.hansa.ledgerprotocol.Genesis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The contract of every engine, kept by a pool of one.
abstract class CometbftContract extends EngineContract {
  private static final Genesis GENESIS = TestEngine.alone();

  private final String line;

  CometbftContract(String line) {
    this.line = line;
  }

  @Override
  protected Genesis genesis() {
    return GENESIS;
  }

  @Override
  protected Engine start(
      Path folder, LedgerApplication application, StoryClock clock, int waitingMax) {
    try {
      var nodeKey = folder.resolve("node.jwk");
      var transportKey = folder.resolve("transport.jwk");
      TestNetwork.writeKey("node", nodeKey);
      TestNetwork.writeKey("transport", transportKey);
      return CometbftEngine.start(
          new EngineSettings(
              TestEngine.program(line),
              folder.resolve("engine"),
              nodeKey,
              transportKey,
              TestEngine.freeAddress(),
              TestEngine.freeAddress(),
              List.of(),
              new Patience(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(5)),
              AbciHandler.Layer.none()),
          GENESIS,
          application,
          EngineLedger.whole(List.of()),
          TestNetwork.NODE,
          waitingMax,
          (checkpoint, requests, took) -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
