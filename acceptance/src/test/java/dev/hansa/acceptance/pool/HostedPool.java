package dev.hansa.acceptance.pool;

import dev.hansa.acceptance.RunningHouse;
import dev.hansa.identity.Did;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.launcher.acts.Network;
import dev.hansa.launcher.acts.Organisation;
import dev.hansa.launcher.pool.PoolAccounts;
import dev.hansa.launcher.pool.PoolFolder;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.RequestBuilder;
import dev.hansa.ledgerprotocol.explain.Explanation;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A pool as a consortium has it: `pool init` for hosts, and on each host `node` as a process.
final class HostedPool implements AutoCloseable {
  static final Duration LONG = Duration.ofMinutes(2);
  private static final int HTTP_PORT = 9703;
  private static final String NETWORK = "hansa";

  private final Path folder;
  private final Hosts hosts;
  private final int size;
  private final Genesis genesis;
  private final Did trustee;
  private final Signer key;
  private final SecureRandom random = new SecureRandom();
  private final HttpClient http = Network.newHttp();
  private final Map<Integer, Process> running = new TreeMap<>();

  private HostedPool(Path folder, Hosts hosts, int size) {
    this.folder = folder;
    this.hosts = hosts;
    this.size = size;
    this.genesis =
        new PoolFolder(folder).init(NETWORK, 3, hosts.addresses(), random, Clock.systemUTC());
    var own = folder.resolve("organisations").resolve("trustee-1");
    try {
      this.trustee =
          Did.parse(
              Json.parseObject(Files.readString(own.resolve("organisation.json")))
                  .path("did")
                  .asText());
      this.key =
          PrivateKeys.fromJwk(
              Json.parseObject(
                  Files.readString(own.resolve(Organisation.NYM), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Keys, genesis, hosts and disks of so many megabytes; nothing runs yet.
  static HostedPool found(Path folder, int size, int megabytes) {
    var hosts = Hosts.create(size);
    try {
      for (int i = 1; i <= size; i++) {
        hosts.disk(folder.resolve("nodes").resolve("node" + i), megabytes);
      }
      return new HostedPool(folder, hosts, size);
    } catch (RuntimeException | Error e) {
      hosts.close();
      throw e;
    }
  }

  Hosts hosts() {
    return hosts;
  }

  int size() {
    return size;
  }

  Path node(int number) {
    return folder.resolve("nodes").resolve("node" + number);
  }

  /// Starts a node's process. With faults it is an [OddNode].
  void start(int number, String... faults) {
    start(number, Map.of(), faults);
  }

  /// `environment` is added to the process's own.
  void start(int number, Map<String, String> environment, String... faults) {
    var command = new ArrayList<>(hosts.on(number));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx192m",
            "-Xss512k",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            RunningHouse.classPath(faults.length > 0)));
    if (faults.length == 0) {
      command.addAll(List.of("dev.hansa.launcher.Main", "node", node(number).toString()));
    } else {
      command.add(OddNode.class.getName());
      command.add(node(number).toString());
      command.addAll(List.of(faults));
    }
    try {
      var builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(new File(folder + "/node" + number + ".out")));
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      builder.environment().putAll(environment);
      var _ = running.put(number, builder.start());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// What a node's process said last.
  private String said(int number) {
    try {
      var lines = Files.readAllLines(Path.of(folder + "/node" + number + ".out"));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
    } catch (IOException e) {
      return "nothing: " + e.getMessage();
    }
  }

  void startAll() {
    for (int i = 1; i <= size; i++) {
      if (!isRunning(i)) {
        start(i);
      }
    }
    untilInStep();
  }

  boolean isRunning(int number) {
    var process = running.get(number);
    return process != null && process.isAlive();
  }

  /// Ctrl-C.
  void stop(int number) {
    var process = running.remove(number);
    if (process != null) {
      process.destroy();
      awaitEnd(process);
    }
  }

  /// `kill -9` of the node's own process; its engine is left to notice.
  void killNode(int number) {
    var process = running.remove(number);
    if (process != null) {
      var _ = process.destroyForcibly();
      awaitEnd(process);
    }
  }

  /// `kill -9` of the engine; its node is left to notice.
  void killEngine(int number) {
    signalEngine(number, "KILL");
  }

  void killBoth(int number) {
    var engine = engine(number);
    killNode(number);
    engine.ifPresent(process -> process.destroyForcibly());
  }

  void signalEngine(int number, String signal) {
    engine(number)
        .ifPresent(engine -> Hosts.run("kill", "-" + signal, Long.toString(engine.pid())));
  }

  void signalNode(int number, String signal) {
    var process = running.get(number);
    if (process != null) {
      Hosts.run("kill", "-" + signal, Long.toString(process.pid()));
    }
  }

  private Optional<ProcessHandle> engine(int number) {
    var process = running.get(number);
    return process == null
        ? Optional.empty()
        : process.children().filter(ProcessHandle::isAlive).findFirst();
  }

  private static void awaitEnd(Process process) {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("a node's process does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// What docs/guides/recover-a-node.md says: everything but the keys and what was signed last.
  void recover(int number) {
    try {
      for (var gone : List.of("store", "checkpoint.json")) {
        delete(node(number).resolve(gone));
      }
      try (var entries = Files.list(node(number).resolve("engine").resolve("data"))) {
        for (var entry : entries.toList()) {
          if (!entry.getFileName().toString().equals("priv_validator_state.json")) {
            delete(entry);
          }
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void delete(Path path) throws IOException {
    try (var all = Files.walk(path)) {
      for (var one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }

  /// A new DID, signed by a trustee.
  IndyRequest newDid() {
    if (!(PrivateKeys.fromJwk(PrivateKeys.newEd25519Jwk(random)).publicKey()
        instanceof Ed25519Key verkey)) {
      throw new AssertionError("an Ed25519 key");
    }
    return RequestBuilder.newNym(trustee, DidIndy.of(NETWORK, verkey), verkey)
        .reqId(random.nextLong(1, Long.MAX_VALUE))
        .build()
        .signedBy(trustee, key);
  }

  /// What a node answers: the status, or 0 if it does not, and where it was written.
  record Answer(int status, long seqNo, String body) {}

  Answer submit(int number, IndyRequest request) {
    return call(
        HttpRequest.newBuilder(uri(number, "/v1/requests"))
            .timeout(Duration.ofSeconds(40))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(request.text())));
  }

  Answer get(int number, String path) {
    return call(HttpRequest.newBuilder(uri(number, path)).timeout(Duration.ofSeconds(12)).GET());
  }

  private Answer call(HttpRequest.Builder request) {
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      var json = Json.parseObject(answer.body(), 1 << 20);
      return new Answer(answer.statusCode(), json.path("seqNo").asLong(0), answer.body());
    } catch (IOException | MalformedInput e) {
      return new Answer(0, 0, "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(0, 0, "");
    }
  }

  private URI uri(int number, String path) {
    return URI.create("http://" + hosts.address(number) + ":" + HTTP_PORT + path);
  }

  /// Writes through a node, and sends it again until it is written.
  Answer write(int number) {
    var request = newDid();
    var last = new AtomicReference<>(new Answer(0, 0, ""));
    try {
      until(
          "written through node " + number,
          LONG,
          () -> {
            last.set(submit(number, request));
            return last.get().status() == 201 || last.get().status() == 200;
          });
    } catch (AssertionError e) {
      throw new AssertionError(last.get() + "\n" + explain() + "\n" + said(number), e);
    }
    return last.get();
  }

  /// The app hash that a node passes on, and 0 height if it passes on none.
  record Stand(long height, String appHash) {}

  Stand stand(int number) {
    var answer = get(number, "/v1/node");
    if (answer.status() != 200) {
      return new Stand(0, "");
    }
    var json = Json.parseObject(answer.body(), 1 << 20);
    return new Stand(json.path("height").asLong(), json.path("appHash").asText());
  }

  boolean areAlike() {
    var first = stand(1);
    for (int i = 2; i <= size; i++) {
      if (first.height() == 0 || !stand(i).appHash().equals(first.appHash())) {
        return false;
      }
    }
    return true;
  }

  /// Every node answers, writes, and has what the others have.
  void untilInStep() {
    for (int i = 1; i <= size; i++) {
      var _ = write(i);
    }
    until("all nodes have the same ledger", LONG, this::areAlike);
    until("all is well", LONG, () -> explain().isWell());
  }

  /// `hansa pool explain`.
  Explanation explain() {
    return PoolAccounts.explain(http, genesis.nodes());
  }

  static void until(String what, Duration max, BooleanSupplier holds) {
    long end = System.nanoTime() + max.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + max + ": " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  static void pause(Duration duration) {
    LockSupport.parkNanos(duration.toNanos());
  }

  @Override
  public void close() {
    running.keySet().forEach(this::wake);
    running.values().forEach(Process::destroy);
    List.copyOf(running.keySet()).forEach(this::stop);
    hosts.close();
  }

  // One that stands still does not hear that it is to end.
  private void wake(int number) {
    var process = running.get(number);
    if (process != null) {
      Stream.concat(Stream.of(process.toHandle()), process.children())
          .forEach(one -> Hosts.tryTo("kill", "-CONT", Long.toString(one.pid())));
    }
  }
}
