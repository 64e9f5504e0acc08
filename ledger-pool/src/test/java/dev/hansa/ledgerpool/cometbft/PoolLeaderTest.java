package dev.hansa.ledgerpool.cometbft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.abci.Request;
import dev.hansa.identity.Bytes;
import dev.hansa.ledgerpool.TestNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine of the node that leads a block is killed at each step of that block, before and after
/// the step is done.
@Tag("pool")
@TestInstance(Lifecycle.PER_CLASS)
class PoolLeaderTest {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final Logger LOG = LoggerFactory.getLogger("faults");

  @TempDir static Path folder;
  private TestPool pool;
  private final List<String> written = new ArrayList<>();

  /// What is to happen to the next leader; nothing when it has happened.
  private final AtomicReference<@Nullable Blow> blow = new AtomicReference<>();

  private final AtomicInteger struck = new AtomicInteger();

  private record Blow(Request.ValueCase step, boolean done, AtomicInteger leader) {}

  @BeforeAll
  void start() throws Exception {
    pool = new TestPool(folder, TestEngine.program("0.39"), 4);
    for (int i = 1; i <= 4; i++) {
      int number = i;
      pool.put(
          number,
          handler ->
              request -> {
                if (falls(number, request, false)) {
                  kill(number);
                }
                var answer = handler.answer(request);
                if (falls(number, request, true)) {
                  kill(number);
                }
                return answer;
              });
      assertThat(pool.start(number)).isNotNull();
    }
    assertThat(pool.write(1, TestNetwork.nym("first"))).isNotNull();
  }

  @AfterAll
  void stop() {
    pool.close();
  }

  // Whoever is asked to prepare a block first leads it.
  private boolean falls(int number, Request request, boolean done) {
    var next = blow.get();
    if (next == null) {
      return false;
    }
    if (request.getValueCase() == Request.ValueCase.PREPARE_PROPOSAL) {
      var _ = next.leader().compareAndSet(0, number);
    }
    return next.leader().get() == number
        && request.getValueCase() == next.step()
        && next.done() == done
        && blow.compareAndSet(next, null);
  }

  private void kill(int number) {
    try {
      pool.signal(number, "KILL");
      struck.set(number);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest(name = "{0}, done: {1}")
  @CsvSource({
    "PREPARE_PROPOSAL, false",
    "PREPARE_PROPOSAL, true",
    "PROCESS_PROPOSAL, false",
    "PROCESS_PROPOSAL, true",
    "FINALIZE_BLOCK, false",
    "FINALIZE_BLOCK, true",
    "COMMIT, false",
    "COMMIT, true"
  })
  void a_leader_killed_at_any_step_of_its_block_costs_no_write(Request.ValueCase step, boolean done)
      throws Exception {
    struck.set(0);
    blow.set(new Blow(step, done, new AtomicInteger()));
    long began = System.nanoTime();
    // Through each node: the leader's own clients get their answer, too.
    for (int i = 1; i <= 4; i++) {
      var name = "at-" + step + "-" + done + "-" + i;
      assertThat(pool.write(i, TestNetwork.nym(name))).isNotNull();
      written.add(name);
    }
    assertThat(struck.get()).as("a leader was killed").isPositive();
    LOG.info(
        "leader {} killed at {}{}: four written after {} ms",
        struck.get(),
        step,
        done ? ", done" : "",
        (System.nanoTime() - began) / 1_000_000);
    pool.untilAllAlike(4, LONG);
    for (int i = 1; i <= 4; i++) {
      for (var name : written) {
        assertThat(pool.seen(i, Bytes.fromHex(TestNetwork.nym(name).payloadDigest())))
            .as("%s on node %d", name, i)
            .isTrue();
      }
    }
  }
}
