package dev.hansa.launcher.cli;

import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Main;
import dev.hansa.launcher.folder.LocalAuthority;
import dev.hansa.launcher.pool.PoolFolder;
import dev.hansa.launcher.run.HouseService;
import dev.hansa.launcher.run.RunningNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `up`: all services, kept running.
@Command(
    name = "up",
    description = {
      "Start all services and keep them running until Ctrl-C.",
      "An empty folder gets a new network; a folder that holds one goes on with what was there."
    })
final class UpCommand extends Act {
  @Option(
      names = "--port-base",
      paramLabel = "N",
      description =
          "The first of seven ports, for a new network (default: 7400). A network keeps its ports.")
  Optional<Integer> portBase = Optional.empty();

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "The network's name, for a new network (default: hansa).")
  Optional<String> network = Optional.empty();

  @Option(
      names = "--story-clock",
      description =
          "Let ./hansa clock advance move the time of this network on. For trying out: a network"
              + " that was moved on stays ahead.")
  boolean storyClock;

  @Option(
      names = "--tls",
      description = {
        "Give a new network https addresses (localhost), with certificates of an authority of its",
        "own in the data folder, and let its verifier ask under the hash of such a certificate."
      })
  boolean tls;

  @Option(
      names = "--pool",
      description = {
        "Let four stewards' nodes order the ledger, each a process of its own with the consensus",
        "engine beside it. A network stays what it was founded as."
      })
  boolean pool;

  @Override
  ExitCode run(Output output) {
    var running =
        RunningNetwork.start(
            new RunningNetwork.Wishes(
                shared.folder(),
                portBase,
                network,
                storyClock,
                tls,
                pool
                    ? Optional.of(
                        new RunningNetwork.Pool(PoolFolder.STEWARDS_MIN, Main.class.getName()))
                    : Optional.empty()),
            step -> output.say("%s  (%s)", step.says(), step.restsOn()));
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(() -> {
                  output.say("");
                  output.say("Stopping …");
                  running.close();
                  output.say("Stopped. ./hansa up goes on with what is there.");
                }));
    show(output, running);
    try {
      // Until the process is told to end.
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.DONE;
  }

  private void show(Output output, RunningNetwork running) {
    var addresses = running.network().file().addresses();
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            "start page", HouseService.START_PAGE.url(addresses), HouseService.START_PAGE.says()));
    for (var service : HouseService.values()) {
      if (service != HouseService.START_PAGE) {
        rows.add(List.of(service.serviceName(), service.url(addresses), service.says()));
      }
    }
    output.say("");
    output.table(rows);
    output.say("");
    var ahead = running.clockAhead();
    if (running.network().file().storyClock()) {
      output.say(
          "This network has a story clock%s; ./hansa clock advance moves it on.",
          ahead.equals(Duration.ZERO) ? "" : ", " + ahead + " ahead of the real time");
      output.say("");
    }
    if (running.network().file().tls()) {
      output.say("Browsers and wallets are to trust this network's authority, which counts for");
      output.say("this machine alone: %s", LocalAuthority.certificate(running.network().folder()));
      output.say("");
    }
    var data = shared.flag();
    output.say("Three things to try, in another terminal:");
    output.say(
        "  ./hansa cast%s            the story's people and organisations, with credentials", data);
    output.say("  ./hansa order book%s      what is offered, for everyone to see", data);
    output.say("  ./hansa ledger verify%s   reads the whole ledger and checks it", data);
    output.say("");
    output.say("Ctrl-C stops. Log: %s", running.network().folder().log());
    output.answer(running.describe());
  }
}
