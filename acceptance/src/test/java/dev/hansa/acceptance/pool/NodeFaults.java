package dev.hansa.acceptance.pool;

import dev.hansa.ledgerpool.cometbft.EngineProgram;
import dev.hansa.ledgerprotocol.explain.Explanation.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Faults of one node, the victim, that come about in several ways.
final class NodeFaults {
  private static final int WAITING_MAX = 24;
  private static final int MISSED_BLOCKS = 80;
  private static final long LITTLE = 30L << 20;

  private NodeFaults() {}

  static Fault nodeSilent(HostedPool pool, int v, int victim) {
    return v == 2
        ? Fault.lasting(
            Kind.NODE_SILENT,
            "it stands still (kill -STOP)",
            Optional.of(victim),
            () -> {
              pool.signalNode(victim, "STOP");
              pool.signalEngine(victim, "STOP");
            },
            () -> {
              pool.signalEngine(victim, "CONT");
              pool.signalNode(victim, "CONT");
            })
        : Fault.lasting(
            Kind.NODE_SILENT,
            v % 2 == 0 ? "stopped" : "killed",
            Optional.of(victim),
            () -> {
              if (v % 2 == 0) {
                pool.stop(victim);
              } else {
                pool.killBoth(victim);
              }
            },
            () -> pool.start(victim));
  }

  static Fault engineDown(HostedPool pool, int v, int victim) {
    return v < 3
        ? Fault.lasting(
            Kind.ENGINE_DOWN,
            "its engine stands still (kill -STOP)",
            Optional.of(victim),
            () -> pool.signalEngine(victim, "STOP"),
            () -> pool.signalEngine(victim, "CONT"))
        : Fault.lasting(
            Kind.ENGINE_DOWN,
            "its engine ends whenever it is started",
            Optional.of(victim),
            () -> {
              pool.killBoth(victim);
              pool.start(victim, Map.of("HANSA_COMETBFT", ending(pool, victim).toString()));
            },
            () -> Fault.again(pool, victim));
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

  static Path older() {
    return EngineProgram.cached(System.getenv(), EngineProgram.VERSIONS.getLast())
        .orElseThrow(() ->
            new AssertionError(
                "The engine of line 0.38 is not there; engine/build 0.38 builds it."));
  }

  static Fault diskFull(HostedPool pool, int v, int victim) {
    var filler = new AtomicReference<Filler>();
    boolean whole = v % 2 == 0;
    return Fault.lasting(
        Kind.DISK_FULL,
        whole ? "no room on its disk, and writes" : "30 MB left on its disk",
        Optional.of(victim),
        () -> {
          var folder = pool.node(victim);
          filler.set(whole ? Filler.whole(folder) : Filler.but(LITTLE, folder));
          if (whole) {
            Fault.work(pool, victim);
          }
        },
        () -> {
          pool.killBoth(victim);
          filler.get().close();
          pool.start(victim);
        });
  }

  static Fault overload(HostedPool pool, int v, int victim) {
    return Fault.lasting(
        Kind.OVERLOAD,
        (60 + 20 * v) + " clients at a node that keeps " + WAITING_MAX,
        Optional.of(victim),
        () -> {
          pool.killBoth(victim);
          pool.start(victim, Map.of("HANSA_WAITING_MAX", Integer.toString(WAITING_MAX)));
          HostedPool.until("it listens", HostedPool.LONG, () -> Fault.answers(pool, victim));
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
        () -> Fault.again(pool, victim));
  }

  static Fault catchingUp(HostedPool pool, int v, int victim) {
    boolean narrow = v % 2 == 0;
    return new Fault(
        Kind.CATCHING_UP,
        narrow ? "away for 80 blocks, back on a narrow line" : "away for 80 blocks, back, and slow",
        Optional.of(victim),
        () -> {
          pool.killBoth(victim);
          int through = Fault.rest(victim).getFirst();
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
            Fault.again(pool, victim);
          }
        },
        true);
  }
}
