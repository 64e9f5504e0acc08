package dev.hansa.acceptance.pool;

import dev.hansa.ledgerpool.cometbft.EngineProgram;
import dev.hansa.ledgerprotocol.explain.Explanation.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

  private static final List<List<List<Integer>>> SPLITS =
      List.of(
          List.of(List.of(1, 2), List.of(3, 4)),
          List.of(List.of(1, 3), List.of(2, 4)),
          List.of(List.of(1), List.of(2), List.of(3, 4)),
          List.of(List.of(1, 4), List.of(2, 3)),
          List.of(List.of(1), List.of(2), List.of(3), List.of(4)));
  private static final List<String> CLOCKS = List.of("PT2M", "PT-30S", "PT1H", "P1D", "PT-15S");
  private static final int WAITING_MAX = 24;
  private static final int MISSED_BLOCKS = 80;
  private static final long LITTLE = 30L << 20;

  /// Variation `v` of a kind, on this pool; nothing if no fault of the kind is made here.
  static Optional<Fault> of(HostedPool pool, Kind kind, int v) {
    int victim = 1 + (v + kind.name().length()) % 4;
    int other = 1 + victim % 4;
    var it = Optional.of(victim);
    return switch (kind) {
      case WELL -> Optional.of(well(pool, v));
      case NO_QUORUM -> Optional.of(noQuorum(pool, v, victim, other));
      case SPLIT -> {
        var groups = SPLITS.get(v);
        yield Optional.of(
            lasting(
                kind,
                "lines cut between " + groups,
                Optional.empty(),
                () -> {
                  pool.hosts().split(groups);
                  later(pool, 1);
                },
                pool.hosts()::heal));
      }
      case NODE_SILENT -> Optional.of(nodeSilent(pool, v, victim));
      case ENGINE_DOWN -> Optional.of(engineDown(pool, v, victim));
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
      case DISK_FULL -> Optional.of(diskFull(pool, v, victim));
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
                    pool.start(victim, Map.of("HANSA_COMETBFT", older().toString()));
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
      case OVERLOAD -> Optional.of(overload(pool, v, victim));
      case CATCHING_UP -> Optional.of(catchingUp(pool, v, victim));
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
      case UNKNOWN -> Optional.of(unknown(pool, v));
      case STORE_DAMAGED -> Optional.empty();
    };
  }

  private static Fault lasting(
      Kind kind, String what, Optional<Integer> victim, Runnable inject, Runnable mend) {
    return new Fault(kind, what, victim, inject, mend, false);
  }

  private static List<Integer> rest(int victim) {
    return IntStream.rangeClosed(1, 4).filter(i -> i != victim).boxed().toList();
  }

  private static void again(HostedPool pool, int node, String... faults) {
    pool.killBoth(node);
    pool.start(node, faults);
  }

  // Somebody wants to write, and waits.
  private static void later(HostedPool pool, int node) {
    var request = pool.newDid();
    var _ =
        Thread.ofVirtual()
            .start(() -> {
              var _ = pool.submit(node, request);
            });
  }

  // Blocks with requests, so that every node's turn comes.
  private static void work(HostedPool pool, int node) {
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

  private static boolean answers(HostedPool pool, int node) {
    return pool.stand(node).height() > 0;
  }

  private static Fault well(HostedPool pool, int v) {
    return switch (v) {
      case 0 -> lasting(Kind.WELL, "nothing", Optional.empty(), () -> {}, () -> {});
      case 1 ->
          lasting(Kind.WELL, "six clients write", Optional.empty(), () -> work(pool, 1), () -> {});
      case 2 ->
          lasting(
              Kind.WELL,
              "nobody writes for half a minute",
              Optional.empty(),
              () -> HostedPool.pause(Duration.ofSeconds(30)),
              () -> {});
      case 3 ->
          lasting(
              Kind.WELL,
              "a node was started anew",
              Optional.empty(),
              () -> {
                again(pool, 3);
                pool.untilInStep();
              },
              () -> {});
      default ->
          lasting(
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

  private static Fault noQuorum(HostedPool pool, int v, int victim, int other) {
    int third = 1 + other % 4;
    int left = 1 + third % 4;
    return switch (v) {
      case 0, 1 ->
          lasting(
              Kind.NO_QUORUM,
              v == 0 ? "two stopped" : "two killed",
              it(victim),
              () -> {
                for (int node : List.of(victim, other)) {
                  if (v == 0) {
                    pool.stop(node);
                  } else {
                    pool.killBoth(node);
                  }
                }
                later(pool, left);
              },
              () -> {
                pool.start(victim);
                pool.start(other);
              });
      case 2 ->
          lasting(
              Kind.NO_QUORUM,
              "two stand still (kill -STOP)",
              it(victim),
              () -> {
                for (int node : List.of(victim, other)) {
                  pool.signalNode(node, "STOP");
                  pool.signalEngine(node, "STOP");
                }
                later(pool, left);
              },
              () -> {
                for (int node : List.of(victim, other)) {
                  pool.signalEngine(node, "CONT");
                  pool.signalNode(node, "CONT");
                }
              });
      default ->
          lasting(
              Kind.NO_QUORUM,
              v == 3 ? "three killed" : "all four stopped",
              it(victim),
              () -> {
                for (int node : List.of(victim, other, third)) {
                  pool.killBoth(node);
                }
                if (v == 3) {
                  later(pool, left);
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

  private static Optional<Integer> it(int victim) {
    return Optional.of(victim);
  }

  private static Fault nodeSilent(HostedPool pool, int v, int victim) {
    return v == 2
        ? lasting(
            Kind.NODE_SILENT,
            "it stands still (kill -STOP)",
            it(victim),
            () -> {
              pool.signalNode(victim, "STOP");
              pool.signalEngine(victim, "STOP");
            },
            () -> {
              pool.signalEngine(victim, "CONT");
              pool.signalNode(victim, "CONT");
            })
        : lasting(
            Kind.NODE_SILENT,
            v % 2 == 0 ? "stopped" : "killed",
            it(victim),
            () -> {
              if (v % 2 == 0) {
                pool.stop(victim);
              } else {
                pool.killBoth(victim);
              }
            },
            () -> pool.start(victim));
  }

  private static Fault engineDown(HostedPool pool, int v, int victim) {
    return v < 3
        ? lasting(
            Kind.ENGINE_DOWN,
            "its engine stands still (kill -STOP)",
            it(victim),
            () -> pool.signalEngine(victim, "STOP"),
            () -> pool.signalEngine(victim, "CONT"))
        : lasting(
            Kind.ENGINE_DOWN,
            "its engine ends whenever it is started",
            it(victim),
            () -> {
              pool.killBoth(victim);
              pool.start(victim, Map.of("HANSA_COMETBFT", ending(pool, victim).toString()));
            },
            () -> again(pool, victim));
  }

  // Says the right version, and ends.
  private static Path ending(HostedPool pool, int victim) {
    var program = pool.node(victim).resolveSibling("ending-" + victim);
    try {
      Files.writeString(
          program,
          "#!/bin/sh\n[ \"$1\" = version ] && echo "
              + EngineProgram.VERSIONS.getFirst()
              + " && exit 0\necho 'failed to start'\nexit 1\n",
          StandardCharsets.UTF_8);
      var _ = Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
      return program;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Path older() {
    return EngineProgram.cached(System.getenv(), EngineProgram.VERSIONS.getLast())
        .orElseThrow(() ->
            new AssertionError(
                "The engine of line 0.38 is not there; engine/build 0.38 builds it."));
  }

  private static Fault diskFull(HostedPool pool, int v, int victim) {
    var filler = pool.node(victim).resolve("filler");
    boolean whole = v % 2 == 0;
    return lasting(
        Kind.DISK_FULL,
        whole ? "no room on its disk, and writes" : "30 MB left on its disk",
        it(victim),
        () -> {
          try {
            long free = Files.getFileStore(pool.node(victim)).getUsableSpace();
            Hosts.run(
                "fallocate", "-l", Long.toString(whole ? free : free - LITTLE), filler.toString());
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          if (whole) {
            work(pool, victim);
          }
        },
        () -> {
          pool.killBoth(victim);
          try {
            Files.delete(filler);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          pool.start(victim);
        });
  }

  private static Fault overload(HostedPool pool, int v, int victim) {
    return lasting(
        Kind.OVERLOAD,
        (60 + 20 * v) + " clients at a node that keeps " + WAITING_MAX,
        it(victim),
        () -> {
          pool.killBoth(victim);
          pool.start(victim, Map.of("HANSA_WAITING_MAX", Integer.toString(WAITING_MAX)));
          HostedPool.until("it listens", HostedPool.LONG, () -> answers(pool, victim));
          long end = System.nanoTime() + Duration.ofSeconds(25).toNanos();
          for (int i = 0; i < 60 + 20 * v; i++) {
            var _ =
                Thread.ofVirtual()
                    .start(() -> {
                      while (System.nanoTime() - end < 0) {
                        if (pool.submit(victim, pool.newDid()).status() == 429) {
                          HostedPool.pause(Duration.ofMillis(100));
                        }
                      }
                    });
          }
        },
        () -> again(pool, victim));
  }

  private static Fault catchingUp(HostedPool pool, int v, int victim) {
    boolean narrow = v % 2 == 0;
    return new Fault(
        Kind.CATCHING_UP,
        narrow ? "away for 80 blocks, back on a narrow line" : "away for 80 blocks, back, and slow",
        it(victim),
        () -> {
          pool.killBoth(victim);
          int through = rest(victim).getFirst();
          long height = pool.stand(through).height();
          HostedPool.until(
              "blocks that it misses",
              HostedPool.LONG,
              () -> {
                var _ = pool.submit(through, pool.newDid());
                return pool.stand(through).height() > height + MISSED_BLOCKS;
              });
          if (narrow) {
            pool.hosts().narrow(victim, 64);
            pool.start(victim);
          } else {
            pool.start(victim, "slow=400");
          }
        },
        () -> {
          if (narrow) {
            pool.hosts().widen(victim);
          } else {
            again(pool, victim);
          }
        },
        true);
  }

  private static Fault unknown(HostedPool pool, int v) {
    int refusing = v % 2 == 0 ? 4 : 3;
    return lasting(
        Kind.UNKNOWN,
        refusing + " nodes accept no proposal " + (v < 2 ? "with requests" : "at all"),
        Optional.empty(),
        () -> {
          for (int i = 1; i <= refusing; i++) {
            again(pool, i, v < 2 ? "refuse=full" : "refuse=all");
          }
          HostedPool.until(
              "all listen",
              HostedPool.LONG,
              () -> IntStream.rangeClosed(1, 4).allMatch(i -> answers(pool, i)));
          later(pool, 1);
          later(pool, 2);
        },
        () -> {
          for (int i = 1; i <= refusing; i++) {
            again(pool, i);
          }
        });
  }
}
