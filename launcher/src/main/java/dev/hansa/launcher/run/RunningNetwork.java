package dev.hansa.launcher.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Json;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.Network;
import dev.hansa.launcher.acts.Organisations;
import dev.hansa.launcher.folder.Addresses;
import dev.hansa.launcher.folder.DataFolder;
import dev.hansa.launcher.folder.FolderLock;
import dev.hansa.launcher.folder.LocalAuthority;
import dev.hansa.launcher.folder.NetworkFile;
import dev.hansa.launcher.pool.NodeFolder;
import dev.hansa.launcher.pool.NodeProcesses;
import dev.hansa.launcher.pool.PoolFolder;
import dev.hansa.ledgerprotocol.Genesis;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// A data folder's network, running: the lock, the clock, the services. Closing it stops them all.
public final class RunningNetwork implements AutoCloseable {
  private static final List<HouseService> AFTER_THE_FOUNDING =
      List.of(
          HouseService.ISSUER,
          HouseService.VERIFIER,
          HouseService.MARKETPLACE_AUTH,
          HouseService.MARKETPLACE);

  private static final Duration OWN_NODE_MAX = Duration.ofSeconds(60);
  private static final long OWN_NODE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final FolderLock lock;
  private final House house;
  private final Optional<NodeProcesses> stewards;
  private final StoryClock clock;
  private final ClockKeeper keeper;
  private final Network network;

  private RunningNetwork(
      FolderLock lock,
      House house,
      Optional<NodeProcesses> stewards,
      StoryClock clock,
      ClockKeeper keeper,
      Network network) {
    this.lock = lock;
    this.house = house;
    this.stewards = stewards;
    this.clock = clock;
    this.keeper = keeper;
    this.network = network;
  }

  /// What whoever starts the network wants; the options are for a new one, or must agree with the
  /// folder's.
  public record Wishes(
      DataFolder folder,
      Optional<Integer> portBase,
      Optional<String> network,
      boolean storyClock,
      boolean tls,
      Optional<Pool> pool) {}

  /// A new network is ordered by so many stewards, each with a process of its own that `main`'s
  /// command `node` runs.
  public record Pool(int stewards, String main) {}

  /// What is told while it starts: what was done, and what it rests on.
  public record Step(String says, String restsOn, long tookNanos) {}

  /// Tells each step with the time since the one before.
  private static final class Steps {
    private final Consumer<Step> out;
    private long last = System.nanoTime();

    Steps(Consumer<Step> out) {
      this.out = out;
    }

    void tell(String says, String restsOn) {
      long now = System.nanoTime();
      out.accept(new Step(says, restsOn, now - last));
      last = now;
    }
  }

  public static RunningNetwork start(Wishes wishes, Consumer<Step> out) {
    var steps = new Steps(out);
    var folder = wishes.folder();
    var known = folder.network();
    known.ifPresent(network -> requireAgreement(wishes, network));
    folder.create();
    var lock = FolderLock.take(folder);
    try {
      return start(wishes, lock, steps);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static RunningNetwork start(Wishes wishes, FolderLock lock, Steps steps) {
    System.setProperty("hansa.log.file", wishes.folder().log().toString());
    var folder = wishes.folder();
    var random = new SecureRandom();
    var network = folder.network();
    Ports.requireFree(
        network.map(NetworkFile::portBase).or(wishes::portBase).orElse(NetworkFile.PORT_BASE));
    var founding = new Founding(folder, random);
    var file = network.orElseGet(() -> found(wishes, founding, folder, steps));
    if (wishes.storyClock() && !file.storyClock()) {
      file = file.withStoryClock(file.clockAhead());
      folder.write(file);
    }
    var genesis = Founding.requireGenesis(folder, file);
    var clock = new StoryClock(Clock.systemUTC(), file.clockAhead());
    var organisations = new Organisations(folder.organisations(), file.network(), random);
    var certificates = certificates(folder, file, organisations, clock, steps, random);
    var founded = file;
    var http = Network.newHttp(folder, file);
    var stewards = startStewards(wishes, genesis, http);
    var house =
        new House(
            new HouseSettings(
                folder, file, Founding.operators(organisations), urls(stewards), certificates),
            clock,
            () -> Network.newHttp(folder, founded));
    try {
      house.start(HouseService.LEDGER_POOL);
      if (stewards.isPresent()) {
        stewards.orElseThrow().awaitReady();
        awaitOwnNode(http, HouseService.LEDGER_POOL.url(file.addresses()));
        steps.tell(
            urls(stewards).size() + " stewards' nodes agree on the genesis, and ours follows them",
            "more than two thirds sign each block");
      }
      house.start(HouseService.DID_REGISTRY);
      steps.tell("The ledger's node and the registry start", "genesis checked");
      if (!file.founded()) {
        var writer = Network.of(folder, file, http, clock, random);
        var height = founding.writeOperators(writer);
        steps.tell(
            "A trustee writes the operators of verifier, sign-in and marketplace",
            "role ENDORSER, ledger height " + height);
        var types = founding.writeTypes(writer);
        steps.tell(
            "Two trustees sign each of the " + types.types() + " credential types",
            "ledger height " + types.height());
        file = file.asFounded();
        folder.write(file);
      }
      for (var service : AFTER_THE_FOUNDING) {
        house.start(service);
      }
      var keeper = new ClockKeeper(folder, file, clock, random);
      house.start(HouseService.START_PAGE, keeper);
      steps.tell(
          "Issuer, verifier, sign-in, marketplace and start page start",
          "7 services, one process, 7 ports");
      return new RunningNetwork(
          lock, house, stewards, clock, keeper, Network.of(folder, file, http, clock, random));
    } catch (RuntimeException e) {
      house.close();
      stewards.ifPresent(NodeProcesses::close);
      throw e;
    }
  }

  /// The certificates of a network whose addresses are https. Clients look at the world's clock,
  /// and wallets at the story's.
  private static Optional<HouseSettings.Certificates> certificates(
      DataFolder folder,
      NetworkFile file,
      Organisations organisations,
      Clock clock,
      Steps steps,
      SecureRandom random) {
    if (!file.tls()) {
      return Optional.empty();
    }
    var now = Clock.systemUTC().instant();
    var authority = LocalAuthority.openOrCreate(folder, file.network(), now, random);
    var verifier = organisations.require(HouseService.VERIFIER.serviceName());
    var certificates =
        new HouseSettings.Certificates(
            authority.server(now, random),
            authority.verifier(
                verifier.did(), verifier.assertion().publicKey(), now, clock.instant()));
    steps.tell(
        "The network's authority vouches for its services and its verifier",
        "on this machine alone");
    return Optional.of(certificates);
  }

  private static Optional<NodeProcesses> startStewards(
      Wishes wishes, Genesis genesis, HttpClient http) {
    if (!genesis.isPool()) {
      return Optional.empty();
    }
    var main =
        wishes
            .pool()
            .map(Pool::main)
            .orElseThrow(() ->
                new Stop(
                    ExitCode.FOLDER,
                    "The network in this folder is ordered by a pool; start it with --pool."));
    return Optional.of(NodeProcesses.start(new PoolFolder(wishes.folder().root()), main, http));
  }

  private static List<String> urls(Optional<NodeProcesses> stewards) {
    return stewards
        .map(nodes -> nodes.nodes().stream().map(NodeFolder::url).toList())
        .orElse(List.of());
  }

  private static void awaitOwnNode(HttpClient http, String url) {
    long until = System.nanoTime() + OWN_NODE_MAX.toNanos();
    while (!NodeProcesses.isReady(http, url)) {
      if (System.nanoTime() - until > 0) {
        throw new Stop(ExitCode.UNAVAILABLE, "The house's own node did not come into step.");
      }
      LockSupport.parkNanos(OWN_NODE_PAUSE_NANOS);
    }
  }

  private static NetworkFile found(
      Wishes wishes, Founding founding, DataFolder folder, Steps steps) {
    var name = wishes.network().orElse(NetworkFile.NETWORK);
    try {
      DidIndy.requireNetwork(name);
    } catch (IllegalArgumentException e) {
      throw new Stop(ExitCode.USAGE, "--network: " + e.getMessage() + ".", e);
    }
    int portBase = wishes.portBase().orElse(NetworkFile.PORT_BASE);
    var addresses = new Addresses(portBase, wishes.tls());
    int stewards = wishes.pool().map(Pool::stewards).orElse(1);
    var file =
        wishes.pool().isPresent()
            ? founding.makePoolGenesis(
                name,
                addresses,
                wishes.storyClock(),
                HouseSettings.poolHosts(portBase, stewards),
                Clock.systemUTC())
            : founding.makeGenesis(name, addresses, wishes.storyClock(), Clock.systemUTC());
    folder.write(file);
    steps.tell(
        "Three trustees and "
            + (stewards == 1 ? "a steward make" : stewards + " stewards make")
            + " the genesis of network "
            + name,
        "genesis " + file.genesisHash().substring(0, 10) + "…");
    return file;
  }

  private static void requireAgreement(Wishes wishes, NetworkFile network) {
    wishes
        .portBase()
        .filter(base -> base != network.portBase())
        .ifPresent(base -> {
          throw new Stop(
              ExitCode.FOLDER,
              "The network in "
                  + wishes.folder().root()
                  + " keeps port base "
                  + network.portBase()
                  + ", as its addresses are inside credentials; leave --port-base out, or name"
                  + " another folder.");
        });
    if (wishes.tls() && !network.tls()) {
      throw new Stop(
          ExitCode.FOLDER,
          "The network in "
              + wishes.folder().root()
              + " keeps its http addresses, as they are inside credentials; leave --tls out, or"
              + " name another folder.");
    }
    wishes
        .network()
        .filter(name -> !name.equals(network.network()))
        .ifPresent(name -> {
          throw new Stop(
              ExitCode.FOLDER,
              "The folder "
                  + wishes.folder().root()
                  + " holds the network "
                  + network.network()
                  + ", not another; name another folder with --data.");
        });
  }

  public Network network() {
    return network;
  }

  public Duration clockAhead() {
    return clock.ahead();
  }

  /// Moves the clock of all services on.
  public void advance(Duration by) {
    keeper.advance(by);
  }

  /// What runs, for scripts.
  public ObjectNode describe() {
    var json =
        Json.newObject()
            .put("network", network.file().network())
            .put("data", network.folder().root().toString())
            .put("portBase", network.file().portBase())
            .put("storyClock", network.file().storyClock());
    if (network.file().tls()) {
      json.put("authority", LocalAuthority.certificate(network.folder()).toString());
    }
    var services = json.putObject("services");
    for (var service : HouseService.values()) {
      services.put(service.serviceName(), network.url(service));
    }
    return json;
  }

  @Override
  public void close() {
    house.close();
    stewards.ifPresent(NodeProcesses::close);
    lock.close();
  }
}
