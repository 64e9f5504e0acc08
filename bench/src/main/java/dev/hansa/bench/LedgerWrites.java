package dev.hansa.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.launcher.acts.Network;
import dev.hansa.launcher.acts.Organisation;
import dev.hansa.launcher.run.HouseService;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.SubLedger;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// New DIDs, each signed by a trustee, written by 64 clients over HTTP; each answer comes when the
/// write is on the disk.
final class LedgerWrites implements Measurement {
  private static final int CLIENTS = 64;
  private static final int WARM_UP_WRITES = 8_000;
  private static final int WRITES_MAX = 120_000;
  private static final double TARGET = 5_000;

  @Override
  public String name() {
    return "writes";
  }

  @Override
  public String what() {
    return "durable ledger writes, " + CLIENTS + " clients over HTTP";
  }

  @Override
  public Row measure(Stand stand) throws Exception {
    var house = stand.house();
    var url = house.url(HouseService.LEDGER_POOL);
    var trustee = house.network().organisations().require("trustee-1");
    stand.say("warm-up: " + WARM_UP_WRITES + " writes are signed and written");
    double warm = write(url, signed(house.network(), trustee, WARM_UP_WRITES));
    int count = (int) Math.clamp(warm * 1.5 * stand.measured().toSeconds(), CLIENTS, WRITES_MAX);
    stand.say(count + " writes are signed");
    var requests = signed(house.network(), trustee, count);
    stand.say("they are written");
    double rate = write(url, requests);
    return perSecond(
        rate,
        TARGET,
        new Row.Limit("RocksDB alone, synced batches of 64", rocks(stand)),
        stand.limits().ed25519OnAllCores());
  }

  private static double rocks(Stand stand) throws Exception {
    stand.say("limit: RocksDB alone");
    return RocksLimit.of(stand, CLIENTS);
  }

  /// Signed before the clock runs: the client's work is not the ledger's.
  private static List<byte[]> signed(Network network, Organisation trustee, int count) {
    var url = URI.create(network.url(HouseService.LEDGER_POOL));
    var dids = new NewDids(network.file().network(), trustee, network.random());
    return IntStream.range(0, count).parallel().mapToObj(_ -> dids.next(url)).toList();
  }

  /// Writes a second, from the first request to the last answer.
  private static double write(URI url, List<byte[]> requests) throws Exception {
    long before = domainSize(url);
    var next = new AtomicInteger();
    var connections = new ArrayList<RawHttp>();
    try {
      var clients = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < CLIENTS; i++) {
        var connection = new RawHttp(url);
        connections.add(connection);
        clients.add(() -> NewDids.write(connection, requests, next, 1));
      }
      long started = System.nanoTime();
      int written = Rate.all(clients).stream().mapToInt(Integer::intValue).sum();
      double seconds = (System.nanoTime() - started) / 1e9;
      Measurement.require(
          written == requests.size() && domainSize(url) - before == written,
          "the ledger is longer by as many transactions as were acknowledged");
      return written / seconds;
    } finally {
      Limits.close(connections);
    }
  }

  private static long domainSize(URI url) throws IOException {
    try (var connection = new RawHttp(url)) {
      ObjectNode json =
          Json.parseObject(connection.exchange(RawHttp.get(url, "/v1/checkpoint")).text());
      return Checkpoint.parse(json).roots(SubLedger.DOMAIN).size();
    }
  }
}
