package dev.hansa.acceptance.pool;

import dev.hansa.ledgerprotocol.explain.Explanation.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What befalls a whole pool: nothing, too few nodes, a network in parts, and what nobody knows.
final class PoolFaults {
  private static final List<List<List<Integer>>> SPLITS =
      List.of(
          List.of(List.of(1, 2), List.of(3, 4)),
          List.of(List.of(1, 3), List.of(2, 4)),
          List.of(List.of(1), List.of(2), List.of(3, 4)),
          List.of(List.of(1, 4), List.of(2, 3)),
          List.of(List.of(1), List.of(2), List.of(3), List.of(4)));

  private PoolFaults() {}

  static Fault split(HostedPool pool, int v) {
    var groups = SPLITS.get(v);
    return Fault.lasting(
        Kind.SPLIT,
        "lines cut between " + groups,
        Optional.empty(),
        () -> {
          pool.hosts().split(groups);
          Fault.later(pool, 1);
        },
        pool.hosts()::heal);
  }

  static Fault well(HostedPool pool, int v) {
    return switch (v) {
      case 0 -> Fault.lasting(Kind.WELL, "nothing", Optional.empty(), () -> {}, () -> {});
      case 1 ->
          Fault.lasting(
              Kind.WELL,
              "six clients write",
              Optional.empty(),
              () -> Fault.work(pool, 1),
              () -> {});
      case 2 ->
          Fault.lasting(
              Kind.WELL,
              "nobody writes for half a minute",
              Optional.empty(),
              () -> HostedPool.pause(Duration.ofSeconds(30)),
              () -> {});
      case 3 ->
          Fault.lasting(
              Kind.WELL,
              "a node was started anew",
              Optional.empty(),
              () -> {
                Fault.again(pool, 3);
                pool.untilInStep();
              },
              () -> {});
      default ->
          Fault.lasting(
              Kind.WELL,
              "the network was split and healed",
              Optional.empty(),
              () -> {
                pool.hosts().split(SPLITS.getFirst());
                HostedPool.pause(Duration.ofSeconds(5));
                pool.hosts().heal();
                pool.untilInStep();
              },
              () -> {});
    };
  }

  static Fault noQuorum(HostedPool pool, int v, int victim, int other) {
    int third = 1 + other % 4;
    int left = 1 + third % 4;
    return switch (v) {
      case 0, 1 ->
          Fault.lasting(
              Kind.NO_QUORUM,
              v == 0 ? "two stopped" : "two killed",
              Optional.of(victim),
              () -> {
                for (int node : List.of(victim, other)) {
                  if (v == 0) {
                    pool.stop(node);
                  } else {
                    pool.killBoth(node);
                  }
                }
                Fault.later(pool, left);
              },
              () -> {
                pool.start(victim);
                pool.start(other);
              });
      case 2 ->
          Fault.lasting(
              Kind.NO_QUORUM,
              "two stand still (kill -STOP)",
              Optional.of(victim),
              () -> {
                for (int node : List.of(victim, other)) {
                  pool.signalNode(node, "STOP");
                  pool.signalEngine(node, "STOP");
                }
                Fault.later(pool, left);
              },
              () -> {
                for (int node : List.of(victim, other)) {
                  pool.signalEngine(node, "CONT");
                  pool.signalNode(node, "CONT");
                }
              });
      default ->
          Fault.lasting(
              Kind.NO_QUORUM,
              v == 3 ? "three killed" : "all four stopped",
              Optional.of(victim),
              () -> {
                for (int node : List.of(victim, other, third)) {
                  pool.killBoth(node);
                }
                if (v == 3) {
                  Fault.later(pool, left);
                } else {
                  pool.stop(left);
                }
              },
              () -> {
                for (int node : List.of(victim, other, third, left)) {
                  if (!pool.isRunning(node)) {
                    pool.start(node);
                  }
                }
              });
    };
  }

  static Fault unknown(HostedPool pool, int v) {
    int refusing = v % 2 == 0 ? 4 : 3;
    return Fault.lasting(
        Kind.UNKNOWN,
        refusing + " nodes accept no proposal " + (v < 2 ? "with requests" : "at all"),
        Optional.empty(),
        () -> {
          for (int i = 1; i <= refusing; i++) {
            Fault.again(pool, i, v < 2 ? "refuse=full" : "refuse=all");
          }
          HostedPool.until(
              "all listen",
              HostedPool.LONG,
              () -> IntStream.rangeClosed(1, 4).allMatch(i -> Fault.answers(pool, i)));
          Fault.later(pool, 1);
          Fault.later(pool, 2);
        },
        () -> {
          for (int i = 1; i <= refusing; i++) {
            Fault.again(pool, i);
          }
        });
  }
}
