package dev.hansa.acceptance.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.explain.Explanation.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Four nodes on four hosts, and what breaks between and on them. `docs/reference/faults.md` says
/// how long it took. `-Dhansa.pool.rounds=50` kills fifty times.
@Tag("hosts")
@TestInstance(Lifecycle.PER_CLASS)
class PoolOfHostsTest {
  private static final int ROUNDS = Integer.getInteger("hansa.pool.rounds", 8);
  private static final long SEED = Long.getLong("hansa.pool.seed", 20_261_128L);
  private static final int DISK_MB = 400;
  private static final Logger LOG = LoggerFactory.getLogger("faults");

  @TempDir static Path folder;
  private HostedPool pool;

  @BeforeAll
  void start() {
    pool = HostedPool.found(folder.resolve("p"), 4, DISK_MB);
    pool.startAll();
  }

  @AfterAll
  void stop() {
    pool.close();
  }

  private static void say(String what, long began) {
    LOG.info("{} after {} ms", what, (System.nanoTime() - began) / 1_000_000);
  }

  private CompletableFuture<HostedPool.Answer> later(int number, IndyRequest request) {
    return CompletableFuture.supplyAsync(() -> pool.submit(number, request));
  }

  @ParameterizedTest
  @CsvSource({"3, 4", "2, 4"})
  void a_network_split_in_halves_writes_nothing_and_forks_nothing_until_it_is_healed(
      int first, int second) {
    var away = List.of(first, second);
    var here = IntStream.rangeClosed(1, 4).boxed().filter(i -> !away.contains(i)).toList();
    long height = pool.stand(1).height();
    pool.hosts().split(List.of(here, away));
    long began = System.nanoTime();
    var one = later(here.getFirst(), pool.newDid());
    var other = later(away.getFirst(), pool.newDid());
    HostedPool.until("it is told", HostedPool.LONG, () -> pool.explain().kind() == Kind.SPLIT);
    say("split " + here + away + ": told", began);
    assertThat(one).isNotDone();
    assertThat(other).isNotDone();
    for (int i = 1; i <= 4; i++) {
      // At most the block that was agreed on before.
      assertThat(pool.stand(i).height()).isLessThanOrEqualTo(height + 1);
    }
    pool.hosts().heal();
    began = System.nanoTime();
    assertWritten(one);
    assertWritten(other);
    say("healed: what waited on both sides is written", began);
    pool.untilInStep();
    say("healed: all in step", began);
  }

  private static void assertWritten(CompletableFuture<HostedPool.Answer> answer) {
    // 503: the node gave up waiting for the order, and what was handed in is written later or not.
    assertThat(answer.orTimeout(100, TimeUnit.SECONDS).join().status()).isIn(200, 201, 503);
  }

  @ParameterizedTest
  @CsvSource({"4", "1"})
  void three_go_on_without_the_one_that_is_cut_off_and_it_follows_when_healed(int away) {
    var rest = IntStream.rangeClosed(1, 4).boxed().filter(i -> i != away).toList();
    pool.hosts().split(List.of(rest, List.of(away)));
    long began = System.nanoTime();
    for (int i = 0; i < 5; i++) {
      assertThat(pool.write(rest.get(i % 3)).seqNo()).isPositive();
    }
    say("3|1 without node " + away + ": five written", began);
    var alone = pool.stand(away).height();
    assertThat(alone).isLessThan(pool.stand(rest.getFirst()).height());
    pool.hosts().heal();
    began = System.nanoTime();
    HostedPool.until("it has what it missed", HostedPool.LONG, pool::areAlike);
    say("healed: node " + away + " has what it missed", began);
    pool.untilInStep();
  }

  @Test
  void a_node_whose_clock_is_a_day_off_changes_nothing() {
    pool.stop(2);
    pool.start(2, "clock=P1D");
    pool.stop(3);
    pool.start(3, "clock=PT-5H");
    for (int i = 0; i < 12; i++) {
      assertThat(pool.write(1 + i % 4).seqNo()).isPositive();
    }
    HostedPool.until("all nodes have the same ledger", HostedPool.LONG, pool::areAlike);
    for (int i = 2; i <= 3; i++) {
      pool.stop(i);
      pool.start(i);
    }
    pool.untilInStep();
  }

  @Test
  void a_full_disk_stops_its_own_node_and_no_other() {
    var filler = Filler.whole(pool.node(3));
    long began = System.nanoTime();
    for (int i = 0; i < 40; i++) {
      assertThat(pool.write(i % 2 == 0 ? 1 : 4).seqNo()).isPositive();
    }
    say("disk of node 3 full: forty written by the others", began);
    HostedPool.until("it is told", HostedPool.LONG, () -> pool.explain().kind() == Kind.DISK_FULL);
    say("told: " + pool.explain().sentence(), began);
    filler.close();
    pool.killBoth(3);
    began = System.nanoTime();
    pool.start(3);
    pool.untilInStep();
    say("room made and started: in step", began);
  }

  @Test
  void whole_processes_killed_at_random_under_load_lose_nothing_that_was_acknowledged() {
    var random = new SplittableRandom(SEED);
    long began = System.nanoTime();
    Map<Long, String> acknowledged;
    try (var writers = new Writers(pool, 8)) {
      for (int round = 0; round < ROUNDS; round++) {
        HostedPool.pause(Duration.ofMillis(200 + random.nextInt(1500)));
        int victim = 1 + random.nextInt(4);
        switch (random.nextInt(3)) {
          case 0 -> pool.killEngine(victim);
          case 1 -> pool.killNode(victim);
          default -> pool.killBoth(victim);
        }
        int before = writers.count();
        HostedPool.until("writes go on", HostedPool.LONG, () -> writers.count() > before + 10);
        if (!pool.isRunning(victim)) {
          pool.start(victim);
        }
        HostedPool.until("it is back", HostedPool.LONG, () -> pool.stand(victim).height() > 0);
      }
      assertThat(writers.twice()).as("one place for one request").isZero();
      acknowledged = writers.acknowledged();
    }
    say(ROUNDS + " kills, " + acknowledged.size() + " writes", began);
    pool.untilInStep();
    for (int i = 1; i <= 4; i++) {
      int number = i;
      acknowledged.forEach((seqNo, digest) ->
          assertThat(pool.get(number, "/v1/ledgers/1/transactions/" + seqNo).body())
              .as("what was acknowledged, on node %d", number)
              .contains(digest));
    }
  }

  @ParameterizedTest(name = "{0}, done: {1}")
  @CsvSource({"PREPARE_PROPOSAL, true", "FINALIZE_BLOCK, true", "COMMIT, true"})
  // Every step, by its engine alone: PoolLeaderTest of ledger-pool.
  void a_leaders_whole_process_ended_at_a_step_of_its_block_costs_nothing_acknowledged(
      String step, boolean done) throws IOException {
    int leader = 2;
    pool.stop(leader);
    pool.start(leader, "end=" + step + ":" + done);
    pool.untilInStep();
    Files.createFile(pool.node(leader).resolve("end"));
    long began = System.nanoTime();
    Map<Long, String> acknowledged;
    try (var writers = new Writers(pool, 4)) {
      HostedPool.until("it ended", HostedPool.LONG, () -> !pool.isRunning(leader));
      int before = writers.count();
      HostedPool.until("writes go on", HostedPool.LONG, () -> writers.count() > before + 5);
      acknowledged = writers.acknowledged();
    }
    say("leader ended at " + step + (done ? ", done" : "") + ": five more written", began);
    Files.delete(pool.node(leader).resolve("end"));
    pool.start(leader);
    pool.untilInStep();
    acknowledged.forEach((seqNo, digest) ->
        assertThat(pool.get(leader, "/v1/ledgers/1/transactions/" + seqNo).body())
            .contains(digest));
  }
}
