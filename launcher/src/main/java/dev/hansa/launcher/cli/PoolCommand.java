package dev.hansa.launcher.cli;

import dev.hansa.identity.DidIndy;
import dev.hansa.identity.Json;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Main;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.Network;
import dev.hansa.launcher.folder.NetworkFile;
import dev.hansa.launcher.pool.NodeProcesses;
import dev.hansa.launcher.pool.PoolAccounts;
import dev.hansa.launcher.pool.PoolFolder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `pool`: a pool of stewards.
@Command(
    name = "pool",
    description = "A pool of stewards, who order the ledger together.",
    subcommands = {PoolCommand.Init.class, PoolCommand.Up.class, PoolCommand.Explain.class})
final class PoolCommand extends Group {

  @Command(
      name = "init",
      description = {
        "Make the keys, the genesis and a folder for each steward's machine.",
        "Whoever holds DIR/organisations holds everyone's keys: give each its own, and keep none."
      })
  static final class Init extends Act {
    private static final Pattern IP =
        Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");

    @Option(
        names = "--stewards",
        paramLabel = "N",
        defaultValue = "4",
        description = "How many stewards, 4 to 25 (default: ${DEFAULT-VALUE}).")
    int stewards = 4;

    @Option(
        names = "--trustees",
        paramLabel = "N",
        defaultValue = "3",
        description = "How many trustees, 2 to 25 (default: ${DEFAULT-VALUE}).")
    int trustees = 3;

    @Option(
        names = "--network",
        paramLabel = "NAME",
        defaultValue = NetworkFile.NETWORK,
        description = "The network's name (default: ${DEFAULT-VALUE}).")
    String network = NetworkFile.NETWORK;

    @Option(
        names = "--hosts",
        paramLabel = "HOST",
        split = ",",
        description = {
          "Where the stewards' nodes are, one IPv4 address each, separated by commas",
          "(default: 127.0.1.1, 127.0.1.2, … on this machine)."
        })
    List<String> hosts = new ArrayList<>();

    @Parameters(paramLabel = "DIR", description = "A folder that is not there yet, or empty.")
    Path folder = Path.of("pool");

    @Override
    ExitCode run(Output output) {
      requireSizes();
      var pool = new PoolFolder(folder);
      var where = hosts.isEmpty() ? hostsHere("127.0.1.", stewards) : hosts;
      var genesis = pool.init(network, trustees, where, new SecureRandom(), Clock.systemUTC());
      output.say(
          "Network %s: %d trustees, %d stewards, each with a node.", network, trustees, stewards);
      output.say("");
      output.table(
          List.of(
              List.of("  genesis", pool.genesis().toString(), "for everyone"),
              List.of(
                  "  keys",
                  pool.root().resolve("organisations").toString(),
                  "each to its owner, mode 0600"),
              List.of(
                  "  nodes",
                  pool.root().resolve("nodes").toString(),
                  "each to its machine, as a whole")));
      output.say("");
      output.say("  genesis hash  %s", genesis.hash().toBase64Url());
      output.say("  chain         %s", genesis.chainId());
      output.say("");
      output.say("All nodes on this machine: ./hansa pool up %s", folder);
      output.say("One node on its machine:   ./hansa node NODE-FOLDER");
      output.answer(
          Json.newObject()
              .put("network", network)
              .put("genesisHash", genesis.hash().toBase64Url())
              .put("chainId", genesis.chainId())
              .put("folder", pool.root().toString()));
      return ExitCode.DONE;
    }

    private void requireSizes() {
      if (stewards < PoolFolder.STEWARDS_MIN || stewards > PoolFolder.STEWARDS_MAX) {
        throw new Stop(
            ExitCode.USAGE,
            "A pool has 4 to 25 stewards: with fewer than four it bears no fault at all.");
      }
      if (trustees < 2 || trustees > PoolFolder.TRUSTEES_MAX) {
        throw new Stop(ExitCode.USAGE, "A network has 2 to 25 trustees.");
      }
      if (!hosts.isEmpty() && hosts.size() != stewards) {
        throw new Stop(ExitCode.USAGE, "--hosts names one host for each steward.");
      }
      if (!hosts.stream().allMatch(host -> IP.matcher(host).matches())) {
        // They stand in the genesis for good.
        throw new Stop(
            ExitCode.USAGE, "--hosts names IPv4 addresses, such as 10.0.0.1,10.0.0.2 and so on.");
      }
      if (Set.copyOf(hosts).size() < hosts.size()) {
        throw new Stop(
            ExitCode.USAGE, "--hosts names a host twice: each node has an address of its own.");
      }
      try {
        DidIndy.requireNetwork(network);
      } catch (IllegalArgumentException e) {
        throw new Stop(ExitCode.USAGE, "--network: " + e.getMessage() + ".", e);
      }
    }
  }

  @Command(
      name = "explain",
      description = {
        "Say in one sentence how the pool does and, if there is no write, why.",
        "Asks every node that the ledger names, or the genesis where no node answers. Exit 0 when all",
        "is well."
      })
  static final class Explain extends Act {
    @Parameters(paramLabel = "DIR", description = "The pool's folder; its genesis is enough.")
    Path folder = Path.of("pool");

    @Override
    ExitCode run(Output output) {
      var genesis = new PoolFolder(folder).requireGenesis();
      var explanation = PoolAccounts.explain(Network.newHttp(), genesis);
      output.say("%s", explanation.sentence());
      explanation.evidence().forEach(line -> output.say("  %s", line));
      if (!explanation.todo().isEmpty()) {
        output.say("What to do: %s", explanation.todo());
      }
      output.answer(explanation.toJson());
      return explanation.isWell() ? ExitCode.DONE : ExitCode.REFUSED;
    }
  }

  static List<String> hostsHere(String subnet, int count) {
    var hosts = new ArrayList<String>();
    for (int i = 1; i <= count; i++) {
      hosts.add(subnet + i);
    }
    return hosts;
  }

  @Command(
      name = "up",
      description = {
        "Run every node of the pool on this machine, each a process of its own, until Ctrl-C.",
        "Where pool init gave no hosts they have addresses 127.0.1.x."
      })
  static final class Up extends Act {
    @Parameters(paramLabel = "DIR", description = "The pool's folder.")
    Path folder = Path.of("pool");

    @Override
    ExitCode run(Output output) {
      long began = System.nanoTime();
      var pool = new PoolFolder(folder);
      var processes = NodeProcesses.start(pool, Main.class.getName(), Network.newHttp());
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform()
                  .name("stop")
                  .unstarted(() -> {
                    output.say("");
                    output.say("Stopping …");
                    processes.close();
                    output.say("Stopped. ./hansa pool up %s goes on with what is there.", folder);
                  }));
      output.say("Starting %d nodes …", processes.nodes().size());
      processes.awaitReady();
      var rows = new ArrayList<List<String>>();
      var urls = Json.newArray();
      for (var node : processes.nodes()) {
        rows.add(List.of("  " + node.root().getFileName(), node.url(), "log " + node.log()));
        urls.add(node.url());
      }
      output.say(
          "The pool is in step after %.1f s.", (System.nanoTime() - began) / 1_000_000_000.0);
      output.table(rows);
      output.say("");
      output.say("How they do: ./hansa node status %s/nodes/node1", folder);
      output.say("Ctrl-C stops all of them.");
      output.answer(Json.newObject().set("nodes", urls));
      try {
        // Until the process is told to end.
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return ExitCode.DONE;
    }
  }
}
