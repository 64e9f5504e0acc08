package dev.hansa.ledgerpool.cometbft;

import org.junit.jupiter.api.Tag;

@Tag("pool")
class Cometbft039Test extends CometbftContract {
  Cometbft039Test() {
    super("0.39");
  }
}
