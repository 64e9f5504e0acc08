package dev.hansa.bench;

import dev.hansa.identity.Json;
import dev.hansa.ledgerpool.cometbft.EngineProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// The engine's own example application, `persistent_kvstore`, inside four engines with the very
/// settings of our nodes: what the engine orders when the application does next to nothing.
final class Kvstore implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("\\[rpc]\\s+laddr = \"tcp://([^\"]+)\"");
  private static final int CLIENTS_PER_NODE = 16;
  private static final int START_SECONDS = 60;
  private static final int PAGE = 20;
  private static final String OTHER_SUBNET = "127.9.9.";

  private final Path root;
  private final List<Process> engines = new ArrayList<>();
  private final List<URI> rpc = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();

  private Kvstore(Path root) {
    this.root = root;
  }

  /// Starts them with the settings and keys of a pool's engines, which stand still meanwhile, on
  /// other addresses of this machine.
  static Kvstore start(RunningPool.Stilled pool) throws IOException, InterruptedException {
    var kvstore = new Kvstore(Files.createTempDirectory("hansa-bench-kvstore-"));
    try {
      for (int i = 0; i < pool.engines().size(); i++) {
        kvstore.launch(pool.engines().get(i), kvstore.root.resolve("node" + i), pool.subnet());
      }
      kvstore.awaitFirstBlock();
      return kvstore;
    } catch (IOException | RuntimeException e) {
      kvstore.close();
      throw e;
    }
  }

  private void launch(Path ours, Path home, String subnet) throws IOException {
    Files.createDirectories(home.resolve("config"));
    Files.createDirectories(home.resolve("data"));
    for (var file : List.of("genesis.json", "node_key.json", "priv_validator_key.json")) {
      var _ =
          Files.copy(ours.resolve("config").resolve(file), home.resolve("config").resolve(file));
    }
    var config =
        Files.readString(ours.resolve("config").resolve("config.toml"))
            .replace(subnet, OTHER_SUBNET);
    var address = ADDRESS.matcher(config);
    Measurement.require(address.find(), "the engine's settings say where it listens");
    rpc.add(URI.create("http://" + address.group(1)));
    Files.writeString(
        home.resolve("config").resolve("config.toml"),
        config.replaceFirst("proxy_app = \"[^\"]*\"", "proxy_app = \"persistent_kvstore\""),
        StandardCharsets.UTF_8);
    Files.writeString(
        home.resolve("data").resolve("priv_validator_state.json"),
        "{\"height\":\"0\",\"round\":0,\"step\":0}",
        StandardCharsets.UTF_8);
    engines.add(
        new ProcessBuilder(
                EngineProgram.find(System.getenv()).toString(), "start", "--home", home.toString())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("said").toFile())
            .start());
  }

  private void awaitFirstBlock() throws InterruptedException, IOException {
    for (int i = 0; i < START_SECONDS * 5; i++) {
      try {
        if (height() >= 1) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    throw new IOException("the kvstore of the engine came to no block");
  }

  /// Transactions of this length that came into blocks, a second.
  double transactionsPerSecond(Stand stand, int length) throws Exception {
    var over = new AtomicBoolean();
    var clients = new ArrayList<Callable<Integer>>();
    for (int i = 0; i < CLIENTS_PER_NODE * rpc.size(); i++) {
      int client = i;
      clients.add(() -> feed(client, length, over));
    }
    clients.add(() -> {
      try {
        TimeUnit.NANOSECONDS.sleep(stand.measured().toNanos());
        long first = height();
        long began = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(stand.measured().toNanos());
        long last = height();
        double seconds = (System.nanoTime() - began) / 1e9;
        return (int) Math.round(transactions(first + 1, last) / seconds);
      } finally {
        over.set(true);
      }
    });
    return Rate.all(clients).getLast();
  }

  // Hands in without end; where the engine keeps no more, it waits.
  private int feed(int client, int length, AtomicBoolean over) throws IOException {
    var base = rpc.get(client % rpc.size());
    try (var connection = new RawHttp(base)) {
      for (int i = 0; !over.get(); i++) {
        var pair = "k" + client + "-" + i + "=";
        var text = pair + "v".repeat(Math.max(1, length - pair.length()));
        var encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        var answer =
            connection
                .exchange(
                    RawHttp.post(
                        base,
                        "/",
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"broadcast_tx_sync\",\"params\":"
                            + "{\"tx\":\""
                            + encoded
                            + "\"}}"))
                .text();
        if (answer.contains("\"error\"")) {
          Measurement.require(answer.contains("mempool is full"), "kvstore takes: " + answer);
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
      }
    }
    return 0;
  }

  private long height() throws IOException, InterruptedException {
    return Json.parseObject(get("/status"), 1 << 22)
        .path("result")
        .path("sync_info")
        .path("latest_block_height")
        .asLong();
  }

  private long transactions(long first, long last) throws IOException, InterruptedException {
    long sum = 0;
    for (long low = first; low <= last; low += PAGE) {
      long high = Math.min(last, low + PAGE - 1);
      for (var meta :
          Json.parseObject(get("/blockchain?minHeight=" + low + "&maxHeight=" + high), 1 << 22)
              .path("result")
              .path("block_metas")) {
        sum += meta.path("num_txs").asLong();
      }
    }
    return sum;
  }

  private String get(String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(rpc.getFirst().resolve(path)).build(), BodyHandlers.ofString())
        .body();
  }

  @Override
  public void close() {
    engines.forEach(Process::destroy);
    for (var engine : engines) {
      try {
        if (!engine.waitFor(10, TimeUnit.SECONDS)) {
          var _ = engine.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        var _ = engine.destroyForcibly();
      }
    }
    RunningHouse.remove(root);
  }
}
