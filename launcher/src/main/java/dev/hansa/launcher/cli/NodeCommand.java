package dev.hansa.launcher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.Network;
import dev.hansa.launcher.pool.NodeFolder;
import dev.hansa.launcher.run.NodeService;
import dev.hansa.ledgerprotocol.Genesis;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `node`: one node of a pool.
@Command(
    name = "node",
    description = {
      "Run one node of a pool until Ctrl-C: the ledger, and its consensus engine beside it.",
      "A steward's folder comes from pool init; anyone else's from node init (an observer)."
    },
    subcommands = {NodeCommand.Init.class, NodeCommand.Status.class})
final class NodeCommand extends Act {
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  @Parameters(arity = "0..1", paramLabel = "DIR", description = "The node's folder.")
  Path folder = Path.of("node");

  @Option(
      names = "--snapshot",
      description = {
        "Begin with a snapshot of the ledger, if the node has nothing yet, instead of every block:",
        "quick, but without the blocks from before it. Some node of the pool must keep snapshots."
      })
  boolean snapshot;

  @Override
  ExitCode run(Output output) {
    var node = new NodeFolder(folder);
    var url = node.url();
    var service = snapshot ? NodeService.startBySnapshot(node) : NodeService.start(node);
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(service::close));
    output.say("The node listens at %s. Log: %s", url, node.log());
    output.say("How it does: ./hansa node status %s", folder);
    output.answer(Json.newObject().put("url", url));
    if (snapshot) {
      follow(url, output);
    }
    try {
      // Until the process is told to end.
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.DONE;
  }

  private static void follow(String url, Output output) {
    var said = "";
    for (var how = snapshot(url); !how.isEmpty(); how = snapshot(url)) {
      if (!how.equals(said)) {
        said = how;
        output.say("A snapshot: %s.", said);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    if (!said.isEmpty()) {
      output.say("The node has its snapshot, and fetches the blocks after it.");
    }
  }

  // How far it is; empty once the node has its snapshot.
  private static String snapshot(String url) {
    return account(url).path("snapshot").asText("");
  }

  private static ObjectNode account(String url) {
    var asked = request(url + "/v1/node");
    try {
      var answer = Network.newHttp().send(asked, BodyHandlers.ofByteArray());
      return Json.parseObject(new String(answer.body(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new Stop(
          ExitCode.UNAVAILABLE,
          "No node answers at " + url + ": start it with ./hansa node, and see its log.",
          e);
    } catch (MalformedInput e) {
      throw new Stop(
          ExitCode.UNAVAILABLE,
          "Who answers at " + url + " is no node; a node's address ends in its client port, 9703.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stop(ExitCode.UNAVAILABLE, "Asking the node was interrupted.", e);
    }
  }

  @Command(
      name = "init",
      description = {
        "Make the folder of an observer: a node that follows the pool, checks all and serves reads.",
        "It needs nothing but the genesis file. A steward lets it in later by a NODE request."
      })
  static final class Init extends Act {
    @Option(
        names = "--genesis",
        paramLabel = "FILE",
        required = true,
        description = "The network's genesis file.")
    Path genesis = Path.of("genesis.json");

    @Option(
        names = "--http",
        paramLabel = "HOST:PORT",
        defaultValue = "127.0.0.1:9703",
        description = "Where it listens for clients (default: ${DEFAULT-VALUE}).")
    String http = "";

    @Option(
        names = "--peer",
        paramLabel = "HOST:PORT",
        defaultValue = "127.0.0.1:9701",
        description = "Where it listens for other nodes (default: ${DEFAULT-VALUE}).")
    String peer = "";

    @Parameters(paramLabel = "DIR", description = "The node's folder.")
    Path folder = Path.of("node");

    @Override
    ExitCode run(Output output) {
      try {
        var network = Genesis.load(genesis);
        if (!network.isPool()) {
          throw new Stop(
              ExitCode.REFUSED, "This network has one sequencer, and no pool to follow.");
        }
        new NodeFolder(folder)
            .create(network, new NodeFolder.Addresses(http, peer), new SecureRandom());
        output.say("An observer of %s: ./hansa node %s runs it.", network.network(), folder);
        output.answer(Json.newObject().put("chainId", network.chainId()));
        return ExitCode.DONE;
      } catch (IOException | MalformedInput e) {
        throw new Stop(ExitCode.FOLDER, genesis + " is no genesis file.", e);
      }
    }
  }

  @Command(
      name = "status",
      description = "Say in words whether a node takes part and, if not, what to do.")
  static final class Status extends Act {
    @Parameters(paramLabel = "DIR|URL", description = "The node's folder, or its address.")
    String node = "";

    @Override
    ExitCode run(Output output) {
      boolean isUrl = node.startsWith("http://") || node.startsWith("https://");
      var url = isUrl ? node.replaceFirst("/+$", "") : new NodeFolder(Path.of(node)).url();
      var json = account(url);
      output.say("%s", json.path("sentence").asText("The node gives no account of itself."));
      for (var line : json.path("evidence")) {
        output.say("  %s", line.asText());
      }
      var todo = json.path("todo").asText("");
      if (!todo.isEmpty()) {
        output.say("What to do: %s", todo);
      }
      output.answer(json);
      return json.path("well").asBoolean(false) ? ExitCode.DONE : ExitCode.REFUSED;
    }
  }

  private static HttpRequest request(String url) {
    try {
      return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20)).build();
    } catch (IllegalArgumentException e) {
      throw new Stop(ExitCode.USAGE, "A node's address reads such as http://10.0.0.7:9703.", e);
    }
  }
}
