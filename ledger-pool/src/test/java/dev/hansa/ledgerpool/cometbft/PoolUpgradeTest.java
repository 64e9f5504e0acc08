package dev.hansa.ledgerpool.cometbft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.Bytes;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.domain.CannotServe;
import dev.hansa.ledgerpool.domain.NotInStep;
import dev.hansa.ledgerpool.domain.Submission;
import dev.hansa.ledgerprotocol.Outcome;
import dev.hansa.ledgerprotocol.Role;
import dev.hansa.ledgerprotocol.RulesSchedule;
import dev.hansa.ledgerprotocol.rules.Applied;
import dev.hansa.ledgerprotocol.rules.Operation;
import dev.hansa.ledgerprotocol.rules.RuleSet;
import dev.hansa.ledgerprotocol.rules.Rules;
import dev.hansa.ledgerprotocol.rules.RulesVersions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A pool whose rules are upgraded at a height, with a node whose operator forgot it. Version 2 is
/// one that only this test has: it makes no stewards.
@Tag("pool")
class PoolUpgradeTest {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final RuleSet NO_STEWARDS =
      (state, context, signers, operation) ->
          operation instanceof Operation.NymWrite write
                  && write.role().equals(Optional.of(Optional.of(Role.STEWARD)))
              ? new Applied.Refused("no-stewards", "Version 2 makes no stewards.")
              : Rules.apply(state, context, signers, operation);
  private static final RulesVersions NEW =
      RulesVersions.of(Map.of(1L, Rules::apply, 2L, NO_STEWARDS));

  @TempDir Path folder;
  private TestPool pool;

  @BeforeEach
  void start() throws Exception {
    pool = new TestPool(folder, TestEngine.program("0.39"), 4);
    for (int i = 1; i <= 3; i++) {
      assertThat(pool.start(i, NEW)).isNotNull();
    }
    assertThat(pool.start(4)).isNotNull();
  }

  @AfterEach
  void stop() {
    pool.close();
  }

  private Bytes appHash(int number) {
    try {
      return pool.engine(number).checkpoint().appHash();
    } catch (NotInStep e) {
      return Bytes.utf8("");
    }
  }

  @Test
  void three_go_on_by_the_new_rules_and_the_forgotten_one_stops_by_itself_until_it_has_them()
      throws Exception {
    assertThat(pool.write(4, TestNetwork.newSteward(71))).isNotNull();
    long height = pool.node(1).height() + 25;
    var sentence = "rules version 2 counts from height " + height + "; this program has up to 1";
    assertThat(pool.write(1, TestNetwork.upgrade(2, height))).isNotNull();
    TestPool.until(
        "the forgotten node knows what it lacks",
        LONG,
        () -> pool.node(4).rules().missing().isPresent());
    assertThat(pool.node(4).rules().missing()).contains(new RulesSchedule.Upgrade(2, height));
    assertThat(pool.node(1).rules().missing()).isEmpty();

    for (int i = 0; pool.node(1).height() < height + 3; i++) {
      assertThat(pool.write(1 + i % 3, TestNetwork.nym("on-the-way-" + i))).isNotNull();
    }
    TestPool.until("it has stopped", LONG, () -> pool.engine(4).halted().isPresent());
    assertThat(pool.engine(4).halted()).contains(sentence);
    assertThat(pool.node(4).height()).isEqualTo(height - 1);
    assertThat(pool.node(1).rules().version()).isEqualTo(2);

    // The three go on, by the new rules.
    assertThat(pool.engine(2).submit(TestNetwork.newSteward(72)).get(90, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            Submission.Settled.class,
            settled ->
                assertThat(settled.outcome())
                    .isEqualTo(new Outcome.Refused("no-stewards", "Version 2 makes no stewards.")));
    assertThat(pool.write(3, TestNetwork.nym("without-the-fourth"))).isNotNull();

    // With the old program it does not even start; with the new one it catches up.
    pool.stop(4);
    assertThatThrownBy(() -> pool.start(4))
        .isInstanceOf(CannotServe.class)
        .hasMessageContaining(sentence.substring(1))
        .hasMessageContaining("Start this node with a program that has it");
    assertThat(pool.start(4, NEW)).isNotNull();
    TestPool.until(
        "the fourth is in step",
        LONG,
        () -> appHash(4).equals(appHash(1)) && appHash(1).length() > 0);
    assertThat(pool.write(4, TestNetwork.nym("through-the-fourth"))).isNotNull();
  }
}
