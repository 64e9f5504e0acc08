package dev.hansa.bench;

import dev.hansa.launcher.acts.Network;
import dev.hansa.launcher.acts.Organisations;
import dev.hansa.launcher.folder.NetworkFile;
import dev.hansa.launcher.pool.NodeProcesses;
import dev.hansa.launcher.pool.PoolFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Four stewards' nodes on this machine, each a process with an engine, as `./hansa pool up` runs
/// them, in a folder that is removed at the end.
final class RunningPool implements AutoCloseable {
  static final int NODES = 4;
  private static final String MAIN = "dev.hansa.launcher.Main";

  private final Path root;
  private final NodeProcesses processes;
  private final List<URI> urls;
  private final NewDids dids;
  private final String subnet;

  private RunningPool(Path root, NodeProcesses processes, String subnet, SecureRandom random) {
    this.root = root;
    this.processes = processes;
    this.subnet = subnet;
    this.urls = processes.nodes().stream().map(node -> URI.create(node.url())).toList();
    this.dids =
        new NewDids(
            NetworkFile.NETWORK,
            new Organisations(root.resolve("organisations"), NetworkFile.NETWORK, random)
                .require("trustee-1"),
            random);
  }

  static RunningPool start(SecureRandom random, NodeProcesses.Compilers compilers)
      throws IOException {
    var root = Files.createTempDirectory("hansa-bench-pool-");
    var folder = new PoolFolder(root);
    var subnet = "127." + (10 + random.nextInt(200)) + "." + random.nextInt(250) + ".";
    var hosts = IntStream.rangeClosed(1, NODES).mapToObj(i -> subnet + i).toList();
    var _ = folder.init(NetworkFile.NETWORK, 3, hosts, random, Clock.systemUTC());
    var processes = NodeProcesses.start(folder, MAIN, Network.newHttp(), compilers);
    // Whoever interrupts the bench leaves nothing running.
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(processes::close));
    try {
      processes.awaitReady();
      return new RunningPool(root, processes, subnet, random);
    } catch (RuntimeException e) {
      processes.close();
      throw e;
    }
  }

  URI url(int node) {
    return urls.get(Math.floorMod(node, NODES));
  }

  /// The nodes as they stand still (`kill -STOP`) until this is closed.
  ///
  /// @param engines the folders of their engines
  /// @param subnet what their addresses begin with
  record Stilled(List<Path> engines, String subnet, List<ProcessHandle> processes)
      implements AutoCloseable {
    Stilled {
      engines = List.copyOf(engines);
      processes = List.copyOf(processes);
    }

    @Override
    public void close() throws IOException {
      signal(processes, "CONT");
    }
  }

  Stilled still() throws IOException {
    var all = ProcessHandle.current().descendants().toList();
    signal(all, "STOP");
    return new Stilled(
        processes.nodes().stream().map(node -> node.root().resolve("engine")).toList(),
        subnet,
        all);
  }

  private static void signal(List<ProcessHandle> processes, String signal) throws IOException {
    for (var process : processes) {
      var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
      var _ = kill.onExit().join();
    }
  }

  /// A new DID, signed by a trustee, as a whole HTTP request to one of the nodes.
  byte[] newDid(int node) {
    return dids.next(url(node));
  }

  /// `count` of them, turn by turn for the nodes; signed before the clock runs.
  List<byte[]> newDids(int count) {
    return IntStream.range(0, count).parallel().mapToObj(this::newDid).toList();
  }

  /// What the largest node's process has resident now, in MB, and the largest engine's.
  Memory memory() throws IOException {
    double node = 0;
    double engine = 0;
    for (var process : ProcessHandle.current().descendants().toList()) {
      double megabytes = residentMegabytes(process.pid());
      if (process.info().command().filter(command -> command.endsWith("java")).isPresent()) {
        node = Math.max(node, megabytes);
      } else {
        engine = Math.max(engine, megabytes);
      }
    }
    return new Memory(node, engine);
  }

  record Memory(double node, double engine) {}

  private static double residentMegabytes(long pid) throws IOException {
    var status = Path.of("/proc/" + pid + "/status");
    if (!Files.exists(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0)
          .findFirst()
          .orElse(0);
    }
  }

  @Override
  public void close() {
    processes.close();
    RunningHouse.remove(root);
  }
}
