package dev.hansa.ledgerpool.cometbft;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.DidIndy;
import dev.hansa.ledgerpool.PoolOptions;
import dev.hansa.ledgerpool.PoolOptions.Snapshotting;
import dev.hansa.ledgerpool.RunningNode;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.cometbft.EngineSettings.Patience;
import dev.hansa.ledgerpool.domain.Engine;
import dev.hansa.ledgerpool.domain.NotInStep;
import dev.hansa.ledgerpool.domain.Submission;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.GenesisBuilder;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.Outcome;
import dev.hansa.ledgerprotocol.RequestBuilder;
import dev.hansa.ledgerprotocol.rules.RulesVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/// Nodes of one pool in this process, each with its own engine beside it. The addresses are of this
/// machine alone, and others than those of another pool that runs at the same time.
public final class TestPool implements AutoCloseable {
  static final Patience PATIENCE =
      new Patience(Duration.ofMillis(1500), Duration.ofMillis(750), Duration.ofSeconds(5));
  private static final int PEER_PORT = 26_656;

  private final Path folder;
  private final Path program;
  private final String subnet;
  private final Genesis genesis;
  private final TreeMap<Integer, RunningNode> running = new TreeMap<>();
  private final Map<Integer, AbciHandler.Layer> layers = new ConcurrentHashMap<>();
  private final Map<Integer, Snapshotting> snapshotting = new ConcurrentHashMap<>();

  TestPool(Path folder, Path program, int size) {
    this.folder = folder;
    this.program = program;
    long pid = ProcessHandle.current().pid();
    this.subnet = "127." + (64 + pid % 64) + "." + (pid / 64 % 250) + ".";
    this.genesis = genesis(size);
  }

  private Genesis genesis(int size) {
    var builder = new GenesisBuilder(TestNetwork.NAME, TestEngine.BEGIN);
    for (int i = 1; i <= 3; i++) {
      builder.trustee(TestNetwork.publicKey(TestNetwork.key("trustee-" + i)));
    }
    for (int i = 1; i <= size; i++) {
      builder.steward(TestNetwork.publicKey(TestNetwork.key("steward-" + i)));
    }
    for (int i = 1; i <= size; i++) {
      builder.node(
          "node" + i,
          TestNetwork.publicKey(TestNetwork.key("node-" + i)),
          DidIndy.of(TestNetwork.NAME, TestNetwork.publicKey(TestNetwork.key("steward-" + i))),
          host(i),
          PEER_PORT,
          9702,
          peerId(i));
    }
    return builder.buildPool();
  }

  static String peerId(int number) {
    return EngineHome.peerId(TestNetwork.publicKey(TestNetwork.key("transport-" + number)));
  }

  String host(int number) {
    return subnet + number;
  }

  static int peerPort() {
    return PEER_PORT;
  }

  Genesis genesis() {
    return genesis;
  }

  /// What stands between a node's engine and its ledger from its next start on.
  void put(int number, AbciHandler.Layer layer) {
    var _ = layers.put(number, layer);
  }

  /// What a node does with snapshots from its next start on.
  void put(int number, Snapshotting does) {
    var _ = snapshotting.put(number, does);
  }

  /// Starts a node in its folder, a new one or where it stood.
  RunningNode start(int number) throws IOException {
    return start(number, RulesVersions.OURS);
  }

  /// The same with a program that has these versions of the rules.
  RunningNode start(int number, RulesVersions versions) throws IOException {
    var own = data(number);
    Files.createDirectories(own);
    TestNetwork.writeKey("node-" + number, own.resolve("node.jwk"));
    TestNetwork.writeKey("transport-" + number, own.resolve("transport.jwk"));
    var node =
        RunningNode.startInPool(
            own,
            genesis,
            TestNetwork.key("node-" + number),
            new PoolOptions(
                program,
                own.resolve("node.jwk"),
                own.resolve("transport.jwk"),
                Optional.of(host(number) + ":" + PEER_PORT),
                Optional.empty(),
                PATIENCE,
                snapshotting.getOrDefault(number, Snapshotting.NONE),
                handler -> layers.getOrDefault(number, AbciHandler.Layer.none()).around(handler)),
            2000,
            (checkpoint, requests, took) -> {},
            versions);
    var _ = running.put(number, node);
    return node;
  }

  /// The request by which a steward lets its node in, without a vote.
  IndyRequest newNode(int number) {
    var steward = TestNetwork.key("steward-" + number);
    return RequestBuilder.node(
            TestNetwork.did(steward),
            TestNetwork.publicKey(TestNetwork.key("node-" + number)),
            "node" + number)
        .at(host(number), PEER_PORT, host(number), 9702, peerId(number))
        .reqId(number)
        .build()
        .signedBy(TestNetwork.did(steward), steward);
  }

  /// Two trustees give a node its vote, which shows that it is in step, or take it.
  IndyRequest vote(int number, boolean votes) {
    var first = TestNetwork.key("trustee-1");
    var second = TestNetwork.key("trustee-2");
    var builder =
        RequestBuilder.node(
                TestNetwork.did(first),
                TestNetwork.publicKey(TestNetwork.key("node-" + number)),
                "node" + number)
            .votes(votes);
    if (votes) {
      builder.inStep(own(number));
    }
    return builder
        .reqId(number * 10L + (votes ? 1 : 0))
        .build()
        .signedBy(TestNetwork.did(first), first)
        .signedBy(TestNetwork.did(second), second);
  }

  /// What a node shows of itself, as soon as its pool vouches for it.
  private Checkpoint own(int number) {
    var own = new AtomicReference<Checkpoint>();
    until(
        "node " + number + " is in step",
        Duration.ofSeconds(90),
        () -> {
          try {
            own.set(node(number).reads().own());
            return true;
          } catch (NotInStep e) {
            return false;
          }
        });
    return own.get();
  }

  Path data(int number) {
    return folder.resolve("n" + number);
  }

  RunningNode node(int number) {
    return Objects.requireNonNull(running.get(number));
  }

  Engine engine(int number) {
    return node(number).engine();
  }

  /// True if a node's own ledger has a request.
  boolean seen(int number, Bytes payloadDigest) {
    return node(number).seen(payloadDigest);
  }

  void stop(int number) {
    var node = running.remove(number);
    if (node != null) {
      node.close();
    }
  }

  /// Writes through a node, and waits for the proof.
  Outcome.Written write(int number, IndyRequest request) throws Exception {
    var submission = engine(number).submit(request).get(90, TimeUnit.SECONDS);
    if (submission instanceof Submission.Settled(Outcome.Written written, _)) {
      return written;
    }
    throw new AssertionError("not written: " + submission);
  }

  /// Sends a signal to the process of a node's engine.
  void signal(int number, String signal) throws Exception {
    long pid = node(number).watch().orElseThrow().pid();
    var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("the engine could not be signalled");
    }
  }

  /// Waits until something is true; says what if it never is.
  static void until(String what, Duration max, BooleanSupplier holds) {
    long end = System.nanoTime() + max.toNanos();
    var signal = new Signal();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + max + ": " + what);
      }
      signal.pause(Duration.ofMillis(50));
    }
  }

  /// Waits until the first `count` nodes have the same ledger.
  void untilAllAlike(int count, Duration max) {
    until(
        "all nodes have the same ledger",
        max,
        () -> {
          try {
            var first = engine(1).checkpoint();
            for (int i = 2; i <= count; i++) {
              if (!engine(i).checkpoint().appHash().equals(first.appHash())) {
                return false;
              }
            }
            return true;
          } catch (NotInStep e) {
            return false;
          }
        });
  }

  @Override
  public void close() {
    running.values().parallelStream().forEach(RunningNode::close);
    running.clear();
  }
}
