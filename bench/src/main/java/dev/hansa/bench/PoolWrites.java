package dev.hansa.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/// New DIDs, each signed by a trustee, written to four nodes by clients that wait for the answer:
/// committed by the pool, with its proof. Beside it the engine's own kvstore with the same settings
/// and transactions as long.
final class PoolWrites implements Measurement {
  static final int CLIENTS = 512;
  private static final double RATIO = 2;
  private static final int WARM_UP = 4_000;
  private static final int WRITES_MAX = 100_000;
  private OptionalDouble peak = OptionalDouble.empty();

  @Override
  public String name() {
    return "pool";
  }

  @Override
  public String what() {
    return "writes with proof, four stewards, " + CLIENTS + " clients over HTTP";
  }

  @Override
  public Row measure(Stand stand) throws Exception {
    var length = stand.pool().newDid(0).length;
    double ours = peak(stand);
    // Both at once would share the cores.
    stand.say("limit: the engine's kvstore in four engines");
    double theirs = stand.kvstore(length);
    return perSecond(
        ours,
        RATIO * theirs,
        new Row.Limit("the engine's own kvstore, four engines, the same settings", theirs));
  }

  /// What four nodes write a second when asked for all they can; measured once a run.
  double peak(Stand stand) throws Exception {
    if (peak.isEmpty()) {
      peak = OptionalDouble.of(measured(stand));
    }
    return peak.getAsDouble();
  }

  /// The same, measured now.
  double measured(Stand stand) throws Exception {
    var pool = stand.pool();
    stand.say("warm-up: " + WARM_UP + " writes are signed and written");
    double warm = write(pool, pool.newDids(WARM_UP));
    int count = (int) Math.clamp(warm * stand.measured().toSeconds(), CLIENTS, WRITES_MAX);
    stand.say(count + " writes are signed");
    var requests = pool.newDids(count);
    stand.say("they are written");
    return write(pool, requests);
  }

  private static double write(RunningPool pool, List<byte[]> requests) throws Exception {
    var next = new ArrayList<AtomicInteger>();
    for (int node = 0; node < RunningPool.NODES; node++) {
      next.add(new AtomicInteger(node));
    }
    var connections = new ArrayList<RawHttp>();
    try {
      var clients = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < CLIENTS; i++) {
        var connection = new RawHttp(pool.url(i));
        connections.add(connection);
        var turn = next.get(i % RunningPool.NODES);
        clients.add(() -> NewDids.write(connection, requests, turn, RunningPool.NODES));
      }
      long began = System.nanoTime();
      int written = Rate.all(clients).stream().mapToInt(Integer::intValue).sum();
      double seconds = (System.nanoTime() - began) / 1e9;
      Measurement.require(written == requests.size(), "every write is acknowledged");
      return written / seconds;
    } finally {
      Limits.close(connections);
    }
  }
}
