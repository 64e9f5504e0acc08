package dev.hansa.launcher.cli;

import dev.hansa.identity.Json;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.acts.EvidenceReading;
import dev.hansa.launcher.acts.LedgerReading;
import dev.hansa.ledgerprotocol.Evidence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ledger`: what is written, checked by oneself.
@Command(
    name = "ledger",
    description = "The ledger, checked by oneself.",
    subcommands = {
      LedgerCommand.Verify.class,
      LedgerCommand.Show.class,
      LedgerCommand.EvidenceAct.class
    })
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

  @Command(
      name = "evidence",
      description = {
        "Check a file of evidence that the ledger was rewritten: no service is asked.",
        "Services keep such files in evidence/ of their data folders."
      })
  static final class EvidenceAct extends Act {
    @Parameters(paramLabel = "FILE", description = "The file.")
    Path file = Path.of("");

    @Option(
        names = "--genesis",
        paramLabel = "FILE",
        description = "The genesis whose signers count (default: the data folder's).")
    Optional<Path> genesis = Optional.empty();

    @Override
    ExitCode run(Output output) {
      var found = EvidenceReading.read(file, genesis.orElseGet(() -> shared.folder().genesis()));
      return switch (found) {
        case EvidenceReading.Found.Signed(var evidence) -> tell(output, evidence);
        case EvidenceReading.Found.Worthless(var reason, var sentence) -> {
          output.say("This is no evidence: %s.", sentence);
          output.answer(
              Json.newObject()
                  .put("evidence", false)
                  .put("reason", reason)
                  .put("sentence", sentence));
          yield ExitCode.REFUSED;
        }
      };
    }

    private static ExitCode tell(Output output, Evidence evidence) {
      boolean convicts = evidence.kind().convicts();
      output.say("%s", evidence.sentence());
      output.say("Both checkpoints are signed as the genesis says.");
      for (var checkpoint : List.of(evidence.first(), evidence.second())) {
        output.say(
            "  height %d, signed %s, app hash %s",
            checkpoint.height(), checkpoint.signedAt(), checkpoint.appHash().toHex());
      }
      output.say(
          "%s",
          convicts
              ? "They cannot both be true: whoever signs for this ledger told two stories."
              : "They do not exclude each other. Whoever has the ledger can show that the later one"
                  + " goes on from the earlier one; if nobody can, it was rewritten.");
      var answer =
          Json.newObject()
              .put("evidence", convicts)
              .put("kind", evidence.kind().code())
              .put("sentence", evidence.sentence())
              .put("network", evidence.first().network());
      var heights = answer.putArray("heights");
      heights.add(evidence.first().height()).add(evidence.second().height());
      output.answer(answer);
      return convicts ? ExitCode.DONE : ExitCode.REFUSED;
    }
  }
}
