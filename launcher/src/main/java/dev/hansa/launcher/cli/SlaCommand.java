package dev.hansa.launcher.cli;

import dev.hansa.identity.Vct;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.acts.Issuing;
import dev.hansa.launcher.acts.Market;
import dev.hansa.launcher.acts.Wallets;
import dev.hansa.launcher.story.Examples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sla`: agreements on service levels.
@Command(
    name = "sla",
    description = "Agreements on service levels: propose, sign, report, see the credits.",
    subcommands = {
      SlaCommand.Example.class,
      SlaCommand.Propose.class,
      SlaCommand.ListCommand.class,
      SlaCommand.Show.class,
      SlaCommand.Sign.class,
      SlaCommand.Seal.class,
      SlaCommand.Report.class,
      SlaCommand.Credits.class
    })
final class SlaCommand extends Group {

  @Command(name = "example", description = "Terms to start from, JSON.")
  static final class Example extends Act {
    @Parameters(
        paramLabel = "MONITOR",
        description = "Who reports: an organisation of this folder, or a DID.")
    String monitor = "";

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      output.raw(
          Examples.terms(network.organisations().did(monitor), network.clock().instant())
              .toPrettyString());
      return ExitCode.DONE;
    }
  }

  @Command(name = "propose", description = "A provider proposes terms to a customer.")
  static final class Propose extends Act {
    @Parameters(
        index = "0",
        paramLabel = "WALLET",
        description = "Who proposes: a person of the provider.")
    String wallet = "";

    @Parameters(
        index = "1",
        paramLabel = "CUSTOMER",
        description = "An organisation of this folder, or a DID.")
    String customer = "";

    @Option(
        names = "--terms",
        required = true,
        paramLabel = "FILE",
        description = "The terms, JSON; ./hansa sla example MONITOR prints an example.")
    Path terms = Path.of("");

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var answer =
          new Market(network)
              .propose(
                  new Wallets(network).signedIn(wallet),
                  network.organisations().did(customer),
                  OfferCommand.read(terms));
      output.say(
          "Agreement %s, terms %s", answer.path("id").asText(), answer.path("termsHash").asText());
      output.answer(answer);
      return ExitCode.DONE;
    }
  }

  @Command(name = "list", description = "The agreements of one's organisation, newest first.")
  static final class ListCommand extends Act {
    @Parameters(paramLabel = "WALLET", description = "Who asks.")
    String wallet = "";

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var answer = new Market(network).agreements(new Wallets(network).signedIn(wallet));
      var rows = new ArrayList<List<String>>();
      for (var one : answer.path("agreements")) {
        rows.add(List.of(one.path("id").asText(), one.path("state").asText()));
      }
      output.table(rows);
      output.answer(answer);
      return ExitCode.DONE;
    }
  }

  @Command(name = "show", description = "An agreement that one's organisation has.")
  static final class Show extends Act {
    @Parameters(index = "0", paramLabel = "WALLET", description = "Who asks.")
    String wallet = "";

    @Parameters(index = "1", paramLabel = "AGREEMENT", description = "Its id.")
    String agreement = "";

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var answer = new Market(network).agreement(new Wallets(network).signedIn(wallet), agreement);
      output.say("%s", answer.toPrettyString());
      output.answer(answer);
      return ExitCode.DONE;
    }
  }

  @Command(name = "sign", description = "A person signs for its organisation, with its mandate.")
  static final class Sign extends Act {
    @Parameters(index = "0", paramLabel = "WALLET", description = "Who signs.")
    String wallet = "";

    @Parameters(index = "1", paramLabel = "AGREEMENT", description = "Its id.")
    String agreement = "";

    @Option(
        names = "--summary",
        paramLabel = "TEXT",
        defaultValue = "Service level agreement",
        description = "What the person reads in the wallet (default: ${DEFAULT-VALUE}).")
    String summary = "";

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var answer =
          new Market(network).sign(new Wallets(network).signedIn(wallet), agreement, summary);
      output.say(
          "Signed: %s. Receipt %s", answer.path("state").asText(), answer.path("receipt").asText());
      output.answer(answer);
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "seal",
      description =
          "An organisation signs the ledger's request; with both signatures it is on the ledger.")
  static final class Seal extends Act {
    @Parameters(index = "0", paramLabel = "ORG", description = "The organisation.")
    String organisation = "";

    @Parameters(index = "1", paramLabel = "AGREEMENT", description = "Its id.")
    String agreement = "";

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var answer =
          new Market(network)
              .signForLedger(network.organisations().require(organisation), agreement);
      output.say(
          "%s%s",
          answer.path("state").asText(),
          answer.has("ledgerSeqNo")
              ? ", market ledger, transaction " + answer.path("ledgerSeqNo").asLong()
              : "");
      output.answer(answer);
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "report",
      description = "A monitor issues a service quality report, and its machine hands it in.")
  static final class Report extends Act {
    @Parameters(index = "0", paramLabel = "WALLET", description = "The machine that hands it in.")
    String wallet = "";

    @Parameters(index = "1", paramLabel = "AGREEMENT", description = "Its id.")
    String agreement = "";

    @Option(names = "--issuer", required = true, paramLabel = "ORG", description = "The monitor.")
    String issuer = "";

    @Option(
        names = "--claims",
        required = true,
        paramLabel = "FILE",
        description = "What the report says, JSON.")
    Path claims = Path.of("");

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var monitor = network.organisations().require(issuer);
      var issuing = new Issuing(network);
      issuing.open(monitor);
      var credential =
          issuing.issue(monitor, Vct.hansa("service-quality-report"), OfferCommand.read(claims));
      var answer =
          new Market(network).report(new Wallets(network).signedIn(wallet), agreement, credential);
      output.say(
          "Credit: %s %.2f. Receipt %s",
          answer.path("currency").asText(),
          answer.path("creditMinor").asLong() / 100.0,
          answer.path("receipt").asText());
      output.answer(answer);
      return ExitCode.DONE;
    }
  }

  @Command(name = "credits", description = "The credits of an agreement.")
  static final class Credits extends Act {
    @Parameters(index = "0", paramLabel = "WALLET", description = "Who asks.")
    String wallet = "";

    @Parameters(index = "1", paramLabel = "AGREEMENT", description = "Its id.")
    String agreement = "";

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var answer = new Market(network).credits(new Wallets(network).signedIn(wallet), agreement);
      var rows = new ArrayList<List<String>>();
      for (var one : answer.path("credits")) {
        rows.add(
            List.of(
                one.path("periodStart").asText(),
                String.format(
                    Locale.ROOT,
                    "%s %.2f",
                    one.path("currency").asText(),
                    one.path("creditMinor").asLong() / 100.0)));
      }
      output.table(rows);
      output.answer(answer);
      return ExitCode.DONE;
    }
  }
}
