package dev.hansa.ledgerpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.ledgerpool.StoryClock;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.domain.Engine;
import dev.hansa.ledgerpool.domain.LedgerApplication;
import dev.hansa.ledgerprotocol.Genesis;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EmbeddedEngineTest extends EngineContract {
  @Override
  protected Genesis genesis() {
    return TestNetwork.GENESIS;
  }

  @Override
  protected Engine start(
      Path folder, LedgerApplication application, StoryClock clock, int waitingMax) {
    return EmbeddedEngine.start(
        application, TestNetwork.NODE, clock, waitingMax, (checkpoint, requests, took) -> {});
  }

  @Test
  void the_ledgers_time_never_goes_back() throws Exception {
    var first = written(TestNetwork.nym("a"));
    clock.move(Duration.ofHours(-1));
    var second = written(TestNetwork.nym("b"));
    assertThat(second.time()).isEqualTo(first.time());
    assertThat(engine().checkpoint().signedAt()).isEqualTo(TestNetwork.NOON);
  }

  @Test
  void a_checkpoint_is_signed_anew_once_it_is_older_than_ten_seconds() throws Exception {
    assertThat(written(TestNetwork.nym("a"))).isNotNull();
    var first = engine().checkpoint();
    clock.move(Duration.ofSeconds(10));
    assertThat(engine().checkpoint()).isEqualTo(first);
    clock.move(Duration.ofMillis(1));
    var second = engine().checkpoint();
    assertThat(second.signedAt()).isEqualTo(clock.instant());
    assertThat(second.head()).isEqualTo(first.head());
    assertThat(second.isSignedBy(TestNetwork.GENESIS.sequencerKey())).isTrue();
  }

  @Test
  void what_was_signed_last_is_still_the_last_after_a_restart() throws Exception {
    clock.move(Duration.ofMinutes(5));
    var renewed = engine().checkpoint();
    assertThat(renewed.signedAt()).isEqualTo(clock.instant());
    engine().close();
    clock.move(Duration.ofMinutes(-5));
    reopen();
    assertThat(engine().checkpoint()).isEqualTo(renewed);
    assertThat(written(TestNetwork.nym("a")).time()).isEqualTo(renewed.signedAt());
  }
}
