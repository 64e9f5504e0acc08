package dev.hansa.launcher.cli;

import dev.hansa.identity.Json;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.acts.LedgerReading;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/// `ledger`: what is written, checked by oneself.
@Command(
    name = "ledger",
    description = "The ledger, checked by oneself.",
    subcommands = {LedgerCommand.Verify.class, LedgerCommand.Show.class})
final class LedgerCommand extends Group {

  @Command(
      name = "verify",
      description = {
        "Read the whole ledger from the node and check it against the genesis in the data folder:",
        "the checkpoint's signature, and every transaction under its log's root."
      })
  static final class Verify extends Act {
    @Override
    ExitCode run(Output output) {
      var found = new LedgerReading(shared.connect()).verifyAll();
      var rows = new ArrayList<List<String>>();
      var answer =
          Json.newObject()
              .put("verified", true)
              .put("height", found.checkpoint().height())
              .put("appHash", found.checkpoint().appHash().toHex());
      var ledgers = answer.putObject("ledgers");
      found
          .transactions()
          .forEach((ledger, size) -> {
            rows.add(List.of("  " + ledger, size + " transactions, each proved"));
            ledgers.put(ledger, size);
          });
      output.say("The ledger holds, up to height %d.", found.checkpoint().height());
      output.table(rows);
      output.say("  app hash %s", found.checkpoint().appHash().toHex());
      output.answer(answer);
      return ExitCode.DONE;
    }
  }

  @Command(name = "show", description = "The node's signed checkpoint.")
  static final class Show extends Act {
    @Override
    ExitCode run(Output output) {
      var checkpoint = new LedgerReading(shared.connect()).checkpoint();
      output.say("%s", checkpoint.toJson().toPrettyString());
      output.answer(checkpoint.toJson());
      return ExitCode.DONE;
    }
  }
}
