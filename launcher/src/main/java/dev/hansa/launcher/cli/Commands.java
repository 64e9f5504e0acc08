package dev.hansa.launcher.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The whole command line.
@Command(
    name = "hansa",
    description = "Identity and trust for markets without a middleman.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExit codes, the same for every command:%n",
    footer = {
      "  0  done",
      "  1  refused by a rule, a check failed, or the story is not as told",
      "  2  the command line could not be read",
      "  3  the network does not run here, or does not answer",
      "  4  the data folder or a file cannot be used",
      "  5  a port is in use",
      " 70  a fault of Hansa's own",
      "",
      "The first two commands: ./hansa demo, then ./hansa up."
    },
    subcommands = {
      HelpCommand.class,
      DemoCommand.class,
      UpCommand.class,
      CastCommand.class,
      DidCommand.class,
      AccreditCommand.class,
      OfferCommand.class,
      OnboardCommand.class,
      WalletCommand.class,
      MembersCommand.class,
      SignInCommand.class,
      ClientCommand.class,
      OrderCommand.class,
      SettleCommand.class,
      OfferingCommand.class,
      SlaCommand.class,
      RevokeCommand.class,
      VerifyCommand.class,
      ReceiptCommand.class,
      LedgerCommand.class,
      ClockCommand.class,
      PoolCommand.class,
      NodeCommand.class,
      GovernanceCommand.class
    })
public final class Commands implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 0;
  }
}
