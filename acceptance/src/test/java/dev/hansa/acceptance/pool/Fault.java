package dev.hansa.acceptance.pool;

import dev.hansa.ledgerprotocol.explain.Explanation.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A fault that is injected into a running pool of four, in five variations, and how it is mended.
/// `victim` is whose name the explanation has to say.
record Fault(
    Kind kind,
    String what,
    Optional<Integer> victim,
    Runnable inject,
    Runnable mend,
    boolean passes) {
  static final int VARIATIONS = 5;

  private static final List<String> CLOCKS = List.of("PT2M", "PT-30S", "PT1H", "P1D", "PT-15S");

  /// Variation `v` of a kind, on this pool; nothing if no fault of the kind is made here.
  static Optional<Fault> of(HostedPool pool, Kind kind, int v) {
    int victim = 1 + (v + kind.name().length()) % 4;
    int other = 1 + victim % 4;
    var it = Optional.of(victim);
    return switch (kind) {
      case WELL -> Optional.of(PoolFaults.well(pool, v));
      case NO_QUORUM -> Optional.of(PoolFaults.noQuorum(pool, v, victim, other));
      case SPLIT -> Optional.of(PoolFaults.split(pool, v));
      case NODE_SILENT -> Optional.of(NodeFaults.nodeSilent(pool, v, victim));
      case ENGINE_DOWN -> Optional.of(NodeFaults.engineDown(pool, v, victim));
      case ENGINE_STALLED ->
          Optional.of(
              lasting(
                  kind,
                  "its consensus gave up over a proposal that is too long",
                  it,
                  () -> {
                    again(pool, victim, "boast");
                    work(pool, other);
                  },
                  () -> again(pool, victim)));
      case DISK_FULL -> Optional.of(NodeFaults.diskFull(pool, v, victim));
      case OTHER_APP_HASH ->
          Optional.of(
              lasting(
                  kind,
                  "it comes to another app hash",
                  it,
                  () -> {
                    again(pool, victim, "other-hash");
                    work(pool, other);
                  },
                  () -> {
                    pool.killBoth(victim);
                    pool.recover(victim);
                    pool.start(victim);
                  }));
      case OTHER_VERSION ->
          Optional.of(
              lasting(
                  kind,
                  "its engine is of line 0.38",
                  Optional.empty(),
                  () -> {
                    pool.stop(victim);
                    pool.start(victim, Map.of("HANSA_COMETBFT", NodeFaults.older().toString()));
                    work(pool, other);
                  },
                  () -> {
                    pool.stop(victim);
                    pool.recover(victim);
                    pool.start(victim);
                  }));
      case CLOCK_OFF ->
          Optional.of(
              lasting(
                  kind,
                  "its clock is off by " + CLOCKS.get(v),
                  it,
                  () -> again(pool, victim, "clock=" + CLOCKS.get(v)),
                  () -> again(pool, victim)));
      case OVERLOAD -> Optional.of(NodeFaults.overload(pool, v, victim));
      case CATCHING_UP -> Optional.of(NodeFaults.catchingUp(pool, v, victim));
      case ISOLATED ->
          Optional.of(
              lasting(
                  kind,
                  "its lines to all others cut",
                  it,
                  () -> {
                    pool.hosts().split(List.of(rest(victim), List.of(victim)));
                    later(pool, other);
                  },
                  pool.hosts()::heal));
      case HALTED ->
          Optional.of(
              lasting(
                  kind,
                  "a block that it cannot execute",
                  it,
                  () -> {
                    again(pool, victim, "break");
                    work(pool, other);
                  },
                  () -> again(pool, victim)));
      case UNKNOWN -> Optional.of(PoolFaults.unknown(pool, v));
      case STORE_DAMAGED -> Optional.empty();
    };
  }

  static Fault lasting(
      Kind kind, String what, Optional<Integer> victim, Runnable inject, Runnable mend) {
    return new Fault(kind, what, victim, inject, mend, false);
  }

  static List<Integer> rest(int victim) {
    return IntStream.rangeClosed(1, 4).filter(i -> i != victim).boxed().toList();
  }

  static void again(HostedPool pool, int node, String... faults) {
    pool.killBoth(node);
    pool.start(node, faults);
  }

  // Somebody wants to write, and waits.
  static void later(HostedPool pool, int node) {
    var request = pool.newDid();
    var _ =
        Thread.ofVirtual()
            .start(() -> {
              var _ = pool.submit(node, request);
            });
  }

  // Blocks with requests, so that every node's turn comes.
  static void work(HostedPool pool, int node) {
    HostedPool.until(
        "it listens", HostedPool.LONG, () -> rest(node).stream().allMatch(i -> answers(pool, i)));
    var _ =
        Thread.ofVirtual()
            .start(() -> {
              try (var _ = new Writers(pool, 6)) {
                HostedPool.pause(Duration.ofSeconds(8));
              }
            });
  }

  static boolean answers(HostedPool pool, int node) {
    return pool.stand(node).height() > 0;
  }
}
