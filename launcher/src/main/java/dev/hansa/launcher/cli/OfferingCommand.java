package dev.hansa.launcher.cli;

import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.acts.Market;
import dev.hansa.launcher.acts.Wallets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `offering`: what providers list.
@Command(
    name = "offering",
    description = "Services that providers list, as their licences allow.",
    subcommands = {OfferingCommand.Create.class, OfferingCommand.ListCommand.class})
final class OfferingCommand extends Group {

  @Command(name = "create", description = "List a service, in the name of one's organisation.")
  static final class Create extends Act {
    @Parameters(
        index = "0",
        paramLabel = "WALLET",
        description = "Who lists: a person with a mandate.")
    String wallet = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "What people read.")
    String name = "";

    @Option(
        names = "--service",
        paramLabel = "SERVICE",
        defaultValue = "small-cell",
        description = "mobile, fixed, small-cell, … (default: ${DEFAULT-VALUE}).")
    String service = "small-cell";

    @Option(
        names = "--country",
        paramLabel = "CC",
        defaultValue = "SE",
        description = "ISO 3166 (default: ${DEFAULT-VALUE}).")
    String country = "SE";

    @Option(names = "--band", paramLabel = "BAND", description = "The radio band, for small cells.")
    Optional<String> band = Optional.empty();

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var answer =
          new Market(network)
              .list(new Wallets(network).signedIn(wallet), name, service, country, band);
      output.say(
          "Listed: %s. Receipt %s", answer.path("id").asText(), answer.path("receipt").asText());
      output.answer(answer);
      return ExitCode.DONE;
    }
  }

  @Command(name = "list", description = "What is listed, for everyone to see.")
  static final class ListCommand extends Act {
    @Override
    ExitCode run(Output output) {
      var answer = new Market(shared.connect()).offerings();
      var rows = new ArrayList<List<String>>();
      for (var one : answer.path("offerings")) {
        rows.add(
            List.of(
                one.path("id").asText(),
                one.path("name").asText(),
                one.path("service").asText(),
                one.path("country").asText(),
                one.path("band").asText()));
      }
      output.table(rows);
      output.answer(answer);
      return ExitCode.DONE;
    }
  }
}
