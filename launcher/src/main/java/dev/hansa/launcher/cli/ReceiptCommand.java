package dev.hansa.launcher.cli;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.Market;
import dev.hansa.launcher.acts.Receipts;
import dev.hansa.launcher.acts.Wallets;
import dev.hansa.launcher.folder.DataFolder;
import dev.hansa.receipts.ReceiptCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `receipt`: the record of a decision.
@Command(
    name = "receipt",
    description = "Receipts of decisions: export one, check one offline.",
    subcommands = {ReceiptCommand.Export.class, ReceiptCommand.Verify.class})
final class ReceiptCommand extends Group {

  @Command(
      name = "export",
      description =
          "Write a receipt with everything that a check needs to a file. It holds your facts: keep it.")
  static final class Export extends Act {
    @Parameters(index = "0", paramLabel = "WALLET", description = "Whose receipt.")
    String wallet = "";

    @Parameters(index = "1", paramLabel = "RECEIPT", description = "Its id.")
    String receipt = "";

    @Option(
        names = "--to",
        required = true,
        paramLabel = "FILE",
        description = "Where to; never overwritten.")
    Path file = Path.of("");

    @Override
    ExitCode run(Output output) {
      if (Files.exists(file)) {
        throw new Stop(ExitCode.FOLDER, "The file " + file + " is there already.");
      }
      var network = shared.connect();
      var exported = new Market(network).receipt(new Wallets(network).signedIn(wallet), receipt);
      DataFolder.writeWhole(file.toAbsolutePath(), exported.toString());
      output.say("Written to %s. Check it: ./hansa receipt verify %s", file, file);
      output.answer(Json.newObject().put("receipt", receipt).put("file", file.toString()));
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "verify",
      description = {
        "Check a receipt's file: no service is asked, no network is used.",
        "The decision is made again from the facts in the file, and must be the same."
      })
  static final class Verify extends Act {
    private static final int FILE_MAX = 16 << 20;

    @Parameters(paramLabel = "FILE", description = "The file.")
    Path file = Path.of("");

    @Option(
        names = "--genesis",
        paramLabel = "HASH",
        description =
            "The hash of the genesis that the proofs must end in (default: the data folder's, if there is one).")
    Optional<String> genesis = Optional.empty();

    @Override
    ExitCode run(Output output) {
      byte[] bytes;
      try {
        if (Files.size(file) > FILE_MAX) {
          throw new Stop(ExitCode.FOLDER, "A receipt's file is not that long.");
        }
        bytes = Files.readAllBytes(file);
      } catch (IOException e) {
        throw new Stop(ExitCode.FOLDER, "The file " + file + " cannot be read.", e);
      }
      var pinned =
          genesis
              .or(() -> shared.folder().network().map(network -> network.genesisHash()))
              .map(Verify::hash);
      return switch (Receipts.verify(bytes, pinned)) {
        case ReceiptCheck.Holds holds -> {
          output.say(
              "The receipt holds: %s, %s of %s, by %s",
              holds.outcome(), holds.kind(), holds.time(), String.join(", ", holds.policies()));
          output.say("  made by %s, ledger height %d", holds.issuer(), holds.ledgerHeight());
          output.say(
              "  genesis %s%s",
              holds.genesis().toBase64Url(),
              pinned.isPresent() ? "" : " (not compared with anything)");
          holds.checks().forEach(check -> output.say("  passed %s", check));
          var answer =
              Json.newObject()
                  .put("holds", true)
                  .put("id", holds.id())
                  .put("outcome", holds.outcome())
                  .put("genesis", holds.genesis().toBase64Url())
                  .put("ledgerHeight", holds.ledgerHeight());
          var policies = answer.putArray("policies");
          holds.policies().forEach(policies::add);
          output.answer(answer);
          yield ExitCode.DONE;
        }
        case ReceiptCheck.Fails(var check, var sentence) -> {
          output.say("The receipt does not hold. Check %s: %s", check, sentence);
          output.answer(
              Json.newObject().put("holds", false).put("check", check).put("sentence", sentence));
          yield ExitCode.REFUSED;
        }
      };
    }

    private static Bytes hash(String text) {
      try {
        return Bytes.fromBase64Url(text);
      } catch (MalformedInput e) {
        throw new Stop(
            ExitCode.USAGE,
            "--genesis: a hash is base64url, as ./hansa pool init prints it; network.json of a"
                + " data folder has it, too.",
            e);
      }
    }
  }
}
