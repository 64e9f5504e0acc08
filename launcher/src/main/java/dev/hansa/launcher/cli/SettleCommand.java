package dev.hansa.launcher.cli;

import dev.hansa.identity.Vct;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.acts.Issuing;
import dev.hansa.launcher.acts.Market;
import dev.hansa.launcher.acts.Wallets;
import dev.hansa.launcher.story.Claims;
import dev.hansa.launcher.story.Quarters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `settle`: what was metered, and what follows from it.
@Command(
    name = "settle",
    description = "Meter a delivery and settle it.",
    subcommands = {
      SettleCommand.Meter.class,
      SettleCommand.Run.class,
      SettleCommand.Statement.class
    })
final class SettleCommand extends Group {

  @Command(name = "meter", description = "A grid operator reads a meter and hands the reading in.")
  static final class Meter extends Act {
    @Parameters(
        index = "0",
        paramLabel = "ISSUER",
        description = "The grid operator, accredited for metered-data.")
    String issuer = "";

    @Parameters(index = "1", paramLabel = "GSRN", description = "The metering point, 18 digits.")
    String gsrn = "";

    @Option(
        names = "--direction",
        required = true,
        paramLabel = "EXPORT|IMPORT",
        description = "Given or taken.")
    String direction = "";

    @Option(
        names = "--delivery",
        required = true,
        paramLabel = "TIME",
        description = "The start of the quarter hour.")
    String delivery = "";

    @Option(names = "--wh", required = true, paramLabel = "WH", description = "How much, in Wh.")
    long wh;

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var organisation = network.organisations().require(issuer);
      var issuing = new Issuing(network);
      issuing.open(organisation);
      var credential =
          issuing.issue(
              organisation,
              Vct.hansa("metered-data"),
              Claims.reading(gsrn, direction, AccreditCommand.time(delivery), wh));
      var answer = new Market(network).handOverReading(organisation, credential);
      output.say(
          "Taken: %d reading, ledger height %d",
          answer.path("added").asLong(), answer.path("ledgerHeight").asLong());
      output.answer(answer);
      return ExitCode.DONE;
    }
  }

  @Command(name = "run", description = "Settle the book of a quarter hour whose delivery is over.")
  static final class Run extends Act {
    @Parameters(paramLabel = "WALLET", description = "Who asks for it.")
    String wallet = "";

    @Option(
        names = "--delivery",
        required = true,
        paramLabel = "TIME",
        description = "The start of the quarter hour.")
    String delivery = "";

    @Option(
        names = "--zone",
        paramLabel = "EIC",
        defaultValue = Quarters.ZONE,
        description = "The price zone (default: ${DEFAULT-VALUE}).")
    String zone = Quarters.ZONE;

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var answer =
          new Market(network)
              .settle(new Wallets(network).signedIn(wallet), zone, AccreditCommand.time(delivery));
      output.say(
          "Settlement %s: %d trades, postings sum to %d",
          answer.path("id").asText(),
          answer.path("trades").asLong(),
          answer.path("sumOfPostedMinor").asLong());
      output.answer(answer);
      return ExitCode.DONE;
    }
  }

  @Command(name = "statement", description = "One's own statement.")
  static final class Statement extends Act {
    @Parameters(index = "0", paramLabel = "WALLET", description = "Whose.")
    String wallet = "";

    @Parameters(index = "1", paramLabel = "SETTLEMENT", description = "Its id.")
    String settlement = "";

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var answer = new Market(network).statement(new Wallets(network).signedIn(wallet), settlement);
      StatementText.lines(answer).forEach(line -> output.say("%s", line));
      output.answer(answer);
      return ExitCode.DONE;
    }
  }
}
