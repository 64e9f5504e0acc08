package dev.hansa.ledgerpool.cometbft;

import org.junit.jupiter.api.Tag;

@Tag("pool")
class Cometbft038Test extends CometbftContract {
  Cometbft038Test() {
    super("0.38");
  }
}
