package dev.hansa.ledgerpool.cometbft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Bytes;
import dev.hansa.ledgerpool.RunningNode;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.domain.Submission;
import dev.hansa.ledgerprotocol.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens to four nodes when something breaks. `docs/reference/faults.md` says how long it
/// took. `-Dhansa.pool.rounds=50` kills fifty times.
@Tag("pool")
class PoolFaultsTest {
  private static final int ROUNDS = Integer.getInteger("hansa.pool.rounds", 6);
  private static final long SEED = Long.getLong("hansa.pool.seed", 20_261_124L);
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final Logger LOG = LoggerFactory.getLogger("faults");

  @TempDir Path folder;
  private TestPool pool;

  @BeforeEach
  void start() throws Exception {
    pool = new TestPool(folder, TestEngine.program("0.39"), 4);
    for (int i = 1; i <= 4; i++) {
      assertThat(pool.start(i)).isNotNull();
    }
    assertThat(pool.write(1, TestNetwork.nym("first"))).isNotNull();
  }

  @AfterEach
  void stop() {
    pool.close();
  }

  private void assertAllAlike() {
    pool.untilAllAlike(4, LONG);
  }

  private void say(TestInfo test, String what, long began) {
    LOG.info(
        "{}: {} after {} ms",
        test.getTestMethod().orElseThrow().getName(),
        what,
        (System.nanoTime() - began) / 1_000_000);
  }

  @Test
  void one_engine_of_four_killed_does_not_stop_the_writes(TestInfo test) throws Exception {
    pool.signal(4, "KILL");
    long began = System.nanoTime();
    assertThat(pool.write(1, TestNetwork.nym("after-kill"))).isNotNull();
    say(test, "written", began);
    assertAllAlike();
    say(test, "the killed one is in step", began);
  }

  @Test
  void one_node_of_four_away_does_not_stop_the_writes_and_it_catches_up(TestInfo test)
      throws Exception {
    pool.stop(3);
    long began = System.nanoTime();
    for (int i = 0; i < 5; i++) {
      assertThat(pool.write(1, TestNetwork.nym("without-3-" + i))).isNotNull();
    }
    say(test, "five written", began);
    began = System.nanoTime();
    assertThat(pool.start(3)).isNotNull();
    assertAllAlike();
    say(test, "it is in step", began);
  }

  @Test
  void two_of_four_away_means_no_write_and_no_fork_until_one_returns(TestInfo test)
      throws Exception {
    pool.stop(3);
    pool.stop(4);
    long height = pool.node(1).height();
    var waiting = pool.engine(1).submit(TestNetwork.nym("waits"));
    assertThat(isDoneWithin(waiting, Duration.ofSeconds(10))).isFalse();
    // At most what was agreed on before they left.
    assertThat(pool.node(1).height()).isLessThanOrEqualTo(height + 1);
    long began = System.nanoTime();
    assertThat(pool.start(3)).isNotNull();
    assertThat(waiting.get(LONG.toSeconds(), TimeUnit.SECONDS))
        .isInstanceOf(Submission.Settled.class);
    say(test, "what waited is written", began);
    assertThat(pool.start(4)).isNotNull();
    assertAllAlike();
  }

  private static boolean isDoneWithin(CompletableFuture<?> future, Duration time) throws Exception {
    try {
      return future.get(time.toMillis(), TimeUnit.MILLISECONDS) != null;
    } catch (TimeoutException e) {
      return false;
    }
  }

  @Test
  void one_engine_that_stands_still_is_left_behind_and_comes_back(TestInfo test) throws Exception {
    pool.signal(2, "STOP");
    long began = System.nanoTime();
    for (int i = 0; i < 3; i++) {
      assertThat(pool.write(1, TestNetwork.nym("while-stopped-" + i))).isNotNull();
    }
    say(test, "three written", began);
    pool.signal(2, "CONT");
    began = System.nanoTime();
    assertAllAlike();
    say(test, "it is in step", began);
  }

  @Test
  void engines_killed_at_random_under_load_lose_nothing_that_was_acknowledged(TestInfo test)
      throws Exception {
    var random = new SplittableRandom(SEED);
    var acknowledged = new ConcurrentSkipListSet<String>();
    var ended = new AtomicBoolean();
    var writers = new Thread[4];
    for (int w = 0; w < writers.length; w++) {
      int number = w + 1;
      writers[w] = Thread.ofVirtual().start(() -> load(number, acknowledged, ended));
    }
    long began = System.nanoTime();
    for (int round = 0; round < ROUNDS; round++) {
      int before = acknowledged.size();
      pool.signal(1 + random.nextInt(4), "KILL");
      TestPool.until("writes go on", LONG, () -> acknowledged.size() > before + 5);
    }
    say(test, ROUNDS + " kills, " + acknowledged.size() + " writes", began);
    ended.set(true);
    for (var writer : writers) {
      writer.join();
    }
    assertAllAlike();
    for (int i = 1; i <= 4; i++) {
      for (var name : acknowledged) {
        assertThat(pool.seen(i, Bytes.fromHex(TestNetwork.nym(name).payloadDigest())))
            .as("%s on node %d", name, i)
            .isTrue();
      }
    }
  }

  private void load(int node, ConcurrentSkipListSet<String> acknowledged, AtomicBoolean ended) {
    try {
      for (int i = 0; !ended.get(); i++) {
        var name = "load-" + node + "-" + i;
        if (pool.engine(node).submit(TestNetwork.nym(name)).get()
            instanceof Submission.Settled(Outcome.Written _, _)) {
          acknowledged.add(name);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_node_whose_store_is_lost_gets_it_back_from_its_peers(TestInfo test) throws Exception {
    pool.stop(2);
    // The documented way: everything but the keys and what was signed last.
    var data = pool.data(2);
    for (var gone : new String[] {"store", "checkpoint.json"}) {
      delete(data.resolve(gone));
    }
    try (var entries = Files.list(data.resolve("engine").resolve("data"))) {
      for (var entry : entries.toList()) {
        if (!entry.getFileName().toString().equals("priv_validator_state.json")) {
          delete(entry);
        }
      }
    }
    assertThat(pool.write(1, TestNetwork.nym("meanwhile"))).isNotNull();
    long began = System.nanoTime();
    assertThat(pool.start(2)).isNotNull();
    assertAllAlike();
    say(test, "it is in step", began);
    assertThat(pool.write(2, TestNetwork.nym("through-it"))).isNotNull();
  }

  @Test
  void anyone_follows_with_the_genesis_alone(TestInfo test) throws Exception {
    long began = System.nanoTime();
    var observer = pool.start(9);
    TestPool.until(
        "the observer has what was written",
        LONG,
        () -> pool.seen(9, Bytes.fromHex(TestNetwork.nym("first").payloadDigest())));
    say(test, "the observer is in step", began);
    assertThat(observer.watch().orElseThrow().validators().size()).isEqualTo(4);
    assertThat(pool.write(9, TestNetwork.nym("by-the-observer"))).isNotNull();
  }

  // A fifth steward, whose node follows and has no vote yet.
  private RunningNode fifthJoins() throws Exception {
    assertThat(pool.write(1, TestNetwork.newSteward(5))).isNotNull();
    assertThat(pool.write(2, pool.newNode(5))).isNotNull();
    var five = pool.start(5);
    TestPool.until(
        "the new node has what was written",
        LONG,
        () -> pool.seen(5, Bytes.fromHex(pool.newNode(5).payloadDigest())));
    return five;
  }

  @Test
  void a_steward_joins_votes_and_leaves_under_load(TestInfo test) throws Exception {
    var over = new AtomicBoolean();
    var written = new ConcurrentSkipListSet<String>();
    var load =
        CompletableFuture.runAsync(() -> {
          for (int i = 0; !over.get(); i++) {
            try {
              var _ = pool.write(1, TestNetwork.nym("load-" + i));
              written.add("load-" + i);
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          }
        });
    var five = fifthJoins();
    long began = System.nanoTime();
    assertThat(pool.write(3, pool.vote(5, true))).isNotNull();
    TestPool.until("five vote", LONG, () -> five.watch().orElseThrow().validators().size() == 5);
    say(test, "five vote", began);
    // With five the pool bears one away, whichever: the new one counts.
    pool.stop(4);
    assertThat(pool.write(5, TestNetwork.nym("without-4"))).isNotNull();
    assertThat(pool.start(4)).isNotNull();
    began = System.nanoTime();
    assertThat(pool.write(5, pool.vote(5, false))).isNotNull();
    TestPool.until(
        "four vote", LONG, () -> pool.node(1).watch().orElseThrow().validators().size() == 4);
    say(test, "four vote again", began);
    over.set(true);
    load.get(LONG.toSeconds(), TimeUnit.SECONDS);
    assertAllAlike();
    for (var name : written) {
      assertThat(pool.seen(2, Bytes.fromHex(TestNetwork.nym(name).payloadDigest()))).isTrue();
    }
    assertThat(written).isNotEmpty();
  }

  @Test
  void votes_are_given_and_taken_while_one_node_stands_still(TestInfo test) throws Exception {
    var five = fifthJoins();
    pool.signal(2, "STOP");
    long began = System.nanoTime();
    assertThat(pool.write(1, pool.vote(5, true))).isNotNull();
    TestPool.until("five vote", LONG, () -> five.watch().orElseThrow().validators().size() == 5);
    say(test, "five vote, one of them stands still", began);
    began = System.nanoTime();
    assertThat(pool.write(5, pool.vote(5, false))).isNotNull();
    TestPool.until(
        "four vote", LONG, () -> pool.node(1).watch().orElseThrow().validators().size() == 4);
    say(test, "four vote again", began);
    pool.signal(2, "CONT");
    began = System.nanoTime();
    assertAllAlike();
    say(test, "the one that stood still knows of it", began);
    assertThat(pool.node(2).watch().orElseThrow().validators().size()).isEqualTo(4);
  }

  private static void delete(Path path) throws Exception {
    try (var all = Files.walk(path)) {
      for (var one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }
}
