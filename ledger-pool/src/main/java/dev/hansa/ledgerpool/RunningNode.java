package dev.hansa.ledgerpool;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.MalformedInput;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Signer;
import dev.hansa.ledgerpool.cometbft.CometbftEngine;
import dev.hansa.ledgerpool.cometbft.EngineLedger;
import dev.hansa.ledgerpool.cometbft.EnginePassage;
import dev.hansa.ledgerpool.cometbft.EngineWatch;
import dev.hansa.ledgerpool.cometbft.JoinTrust;
import dev.hansa.ledgerpool.domain.CannotServe;
import dev.hansa.ledgerpool.domain.CommittedBlock;
import dev.hansa.ledgerpool.domain.Engine;
import dev.hansa.ledgerpool.domain.LedgerNode;
import dev.hansa.ledgerpool.domain.LedgerReads;
import dev.hansa.ledgerpool.domain.Snapshots;
import dev.hansa.ledgerpool.engine.EmbeddedEngine;
import dev.hansa.ledgerpool.store.KeptSnapshots;
import dev.hansa.ledgerpool.store.LedgerFolder;
import dev.hansa.ledgerprotocol.BlockExecutor;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.RulesSchedule;
import dev.hansa.ledgerprotocol.explain.NodeAccount.RulesAccount;
import dev.hansa.ledgerprotocol.local.MemoryStore;
import dev.hansa.ledgerprotocol.rules.RulesVersionMissing;
import dev.hansa.ledgerprotocol.rules.RulesVersions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node from its folder to its engine, without the HTTP interface. Closing it settles what waits
/// and gives the folder back.
public final class RunningNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("ledger-pool");

  private final Genesis genesis;
  private final LedgerFolder folder;
  private final Engine engine;
  private final Snapshots snapshots;
  private final AtomicLong lastCommit;

  private final RulesVersions versions;

  private RunningNode(
      Genesis genesis,
      LedgerFolder folder,
      Engine engine,
      Snapshots snapshots,
      AtomicLong lastCommit,
      RulesVersions versions) {
    this.genesis = genesis;
    this.folder = folder;
    this.engine = engine;
    this.snapshots = snapshots;
    this.lastCommit = lastCommit;
    this.versions = versions;
  }

  // A node that cannot execute its next block does not take part until its program is replaced.
  private static void requireRules(LedgerFolder folder, RulesVersions versions) {
    var schedule = RulesSchedule.of(folder.store());
    long next = folder.store().checkpoint().orElseThrow().height() + 1;
    if (!versions.has(schedule.at(next))) {
      var sentence =
          RulesVersionMissing.sentence(schedule.at(next), schedule.since(next), versions.highest());
      throw new CannotServe(
          sentence.substring(0, 1).toUpperCase(Locale.ROOT)
              + sentence.substring(1)
              + ". Start this node with a program that has it.");
    }
  }

  private static EmbeddedEngine.Observer noting(
      AtomicLong lastCommit, EmbeddedEngine.Observer observer) {
    return (checkpoint, requests, took) -> {
      lastCommit.set(System.nanoTime());
      observer.committed(checkpoint, requests, took);
    };
  }

  /// Opens the folder, or founds the network in a new one, and starts the embedded engine. Whatever
  /// is wrong is a [CannotServe].
  public static RunningNode start(
      Path data,
      Genesis genesis,
      Signer key,
      Clock clock,
      int waitingMax,
      EmbeddedEngine.Observer observer) {
    if (genesis.isPool()) {
      throw new CannotServe(
          "The genesis is that of a pool; start this node with its engine (hansa node).");
    }
    if (!key.publicKey().equals(genesis.sequencerKey())) {
      throw new CannotServe(
          "The node's key is not the one that the genesis names; hansa.node-key and hansa.genesis"
              + " belong together.");
    }
    var lastCommit = new AtomicLong(System.nanoTime());
    var folder = LedgerFolder.open(data, genesis, () -> founding(genesis, key));
    try {
      requireRules(folder, RulesVersions.OURS);
      var engine =
          EmbeddedEngine.start(
              new LedgerNode(genesis, folder.store()),
              key,
              clock,
              waitingMax,
              noting(lastCommit, observer));
      return new RunningNode(
          genesis, folder, engine, Snapshots.none(), lastCommit, RulesVersions.OURS);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /// Opens the folder of a pool's node, or founds the ledger in a new one, and starts its engine.
  /// Whatever is wrong is a [CannotServe].
  public static RunningNode startInPool(
      Path data,
      Genesis genesis,
      Signer key,
      PoolOptions options,
      int waitingMax,
      EmbeddedEngine.Observer observer) {
    return startInPool(data, genesis, key, options, waitingMax, observer, RulesVersions.OURS);
  }

  /// The same with these versions of the rules.
  public static RunningNode startInPool(
      Path data,
      Genesis genesis,
      Signer key,
      PoolOptions options,
      int waitingMax,
      EmbeddedEngine.Observer observer,
      RulesVersions versions) {
    if (!genesis.isPool()) {
      throw new CannotServe(
          "The genesis is that of a network with one sequencer; it needs no engine.");
    }
    var lastCommit = new AtomicLong(System.nanoTime());
    var folder = LedgerFolder.open(data, genesis, key.publicKey(), () -> founding(genesis, key));
    try {
      requireRules(folder, versions);
      var view = new PoolView(genesis, folder.store());
      var damage = new AtomicReference<@Nullable Engine>();
      var kept = snapshots(data, genesis, folder, options, damage);
      var engine =
          CometbftEngine.start(
              options.settings(data, view, key.publicKey()),
              genesis,
              new LedgerNode(genesis, folder.store(), versions),
              new EngineLedger(
                  view.changes(),
                  folder.store().base(),
                  kept,
                  joining(genesis, folder, view.others(key.publicKey()), options)),
              key,
              waitingMax,
              noting(lastCommit, observer));
      damage.set(engine);
      return new RunningNode(genesis, folder, engine, kept, lastCommit, versions);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static Snapshots snapshots(
      Path data,
      Genesis genesis,
      LedgerFolder folder,
      PoolOptions options,
      AtomicReference<@Nullable Engine> engine) {
    long every = options.snapshots().every();
    if (every == 0) {
      return Snapshots.none();
    }
    return KeptSnapshots.open(
        data,
        genesis,
        folder.store(),
        every,
        damage -> {
          var running = engine.get();
          // Before the engine is there it is about to execute a block, and meets the damage itself.
          if (running != null) {
            running.halt(damage);
          }
        });
  }

  // Also where it is no longer asked for, if the node has its snapshot and nothing more: whether
  // its
  // engine has it too, the engine knows.
  private static Optional<EngineLedger.Joining> joining(
      Genesis genesis, LedgerFolder folder, List<URI> others, PoolOptions options) {
    var store = folder.store();
    boolean asked = options.snapshots().join();
    if (!store.isUntouched()) {
      if (asked) {
        LOG.info("the node has blocks of its own already and goes on from them");
      }
      return Optional.empty();
    }
    if (!asked && store.base().isEmpty()) {
      return Optional.empty();
    }
    var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return Optional.of(
        new EngineLedger.Joining(
            store, folder::restore, new JoinTrust(genesis, others, http, Clock.systemUTC())));
  }

  static LedgerFolder.Founding founding(Genesis genesis, Signer key) {
    var first = new BlockExecutor(genesis).found(new MemoryStore());
    var checkpoint = Checkpoint.sign(genesis.network(), first.head(), first.head().time(), key);
    return new LedgerFolder.Founding(
        new CommittedBlock(List.of(), genesis.hash(), checkpoint), first.writes());
  }

  /// The genesis file that an operator named.
  static Genesis readGenesis(Path file) {
    try {
      return Genesis.load(file);
    } catch (IOException e) {
      throw new CannotServe("The genesis file (hansa.genesis) cannot be read.", e);
    } catch (MalformedInput e) {
      throw new CannotServe(
          "The genesis file (hansa.genesis) is no genesis: " + e.getMessage() + ".", e);
    }
  }

  static Signer readKey(Path file) {
    try {
      return PrivateKeys.read(file);
    } catch (IOException e) {
      throw new CannotServe(
          "The node's key (hansa.node-key) cannot be read; it is a private JWK of mode 0600.", e);
    } catch (MalformedInput e) {
      throw new CannotServe(
          "The node's key (hansa.node-key) is no private JWK: " + e.getMessage() + ".", e);
    }
  }

  public Engine engine() {
    return engine;
  }

  /// Those that this node keeps for others.
  public Snapshots snapshots() {
    return snapshots;
  }

  /// How the node does in its pool, if it is in one.
  public Optional<EngineWatch> watch() {
    return engine instanceof CometbftEngine ours ? Optional.of(ours.watch()) : Optional.empty();
  }

  /// How far the node is that begins with a snapshot, in words; nothing once it has it.
  public Optional<String> joining() {
    return engine instanceof CometbftEngine ours ? ours.joining() : Optional.empty();
  }

  /// What light clients ask its engine, if it has one.
  public Optional<EnginePassage> passage() {
    return engine instanceof CometbftEngine ours ? Optional.of(ours.passage()) : Optional.empty();
  }

  /// What the ledger says of the pool's nodes.
  public PoolView pool() {
    return new PoolView(genesis, folder.store());
  }

  /// Which rules count for the next block, which are planned, and which this program has.
  public RulesAccount rules() {
    var schedule = RulesSchedule.of(folder.store());
    long next = height() + 1;
    return new RulesAccount(schedule.at(next), schedule.pendingAt(next), versions.highest());
  }

  Genesis genesis() {
    return genesis;
  }

  /// The last block on the disk.
  Checkpoint lastBlock() {
    return folder.store().checkpoint().orElseThrow();
  }

  /// How long ago a block was kept last, since this process began.
  Duration committedAgo() {
    return Duration.ofNanos(System.nanoTime() - lastCommit.get());
  }

  /// True if a request with this content is on the disk.
  public boolean seen(Bytes payloadDigest) {
    return folder.store().seen(payloadDigest).isPresent();
  }

  /// The height of the last block on the disk.
  public long height() {
    return folder.store().checkpoint().orElseThrow().height();
  }

  public LedgerReads reads() {
    return reads(engine);
  }

  LedgerReads reads(Engine engine) {
    return new LedgerReads(genesis, folder.store(), engine);
  }

  @Override
  public void close() {
    engine.close();
    snapshots.close();
    folder.close();
  }
}
