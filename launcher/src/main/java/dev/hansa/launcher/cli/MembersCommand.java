package dev.hansa.launcher.cli;

import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.acts.Market;
import dev.hansa.launcher.acts.Wallets;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `members`: organisations join the market.
@Command(
    name = "members",
    description = "Let an organisation join the market: it shows its credentials once.",
    subcommands = MembersCommand.Join.class)
final class MembersCommand extends Group {

  @Command(
      name = "join",
      description = "Show participant and licence; what they prove is known from then on.")
  static final class Join extends Act {
    @Parameters(paramLabel = "ORG", description = "The organisation.")
    String name = "";

    @Option(
        names = "--wallet",
        paramLabel = "WALLET",
        description = "Its wallet (default: the one of its name).")
    Optional<String> wallet = Optional.empty();

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var answer =
          new Market(network)
              .join(
                  network.organisations().require(name),
                  new Wallets(network).open(wallet.orElse(name)));
      output.say("%s is a member. Known: %s", name, answer.path("facts").toString());
      output.answer(answer);
      return ExitCode.DONE;
    }
  }
}
