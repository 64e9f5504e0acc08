package dev.hansa.launcher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.Verifying;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `verify`: what an outside service does that wants to know what a credential is worth.
@Command(
    name = "verify",
    description = "Ask a wallet for a credential, or have a presentation checked.",
    subcommands = {VerifyCommand.Ask.class, VerifyCommand.Result.class, VerifyCommand.Check.class})
final class VerifyCommand extends Group {
  /// Claims that say nothing to people; `--json` has them.
  private static final Set<String> FOR_MACHINES =
      Set.of("iss", "iat", "nbf", "exp", "vct", "vct#integrity", "cnf", "status");

  @Command(name = "ask", description = "Open a request that a wallet answers (OpenID4VP).")
  static final class Ask extends Act {
    @Parameters(
        index = "0",
        paramLabel = "ORG",
        description = "Who asks: an organisation of this folder.")
    String caller = "";

    @Parameters(index = "1", paramLabel = "TYPE", description = "The credential type.")
    String type = "";

    @Option(
        names = "--claim",
        paramLabel = "PATH",
        split = ",",
        description =
            "A claim, such as country or mandator.did (default: none but what is always shown).")
    List<String> claims = List.of();

    @Option(
        names = "--purpose",
        paramLabel = "TEXT",
        defaultValue = "To check a credential",
        description = "What the holder reads (default: ${DEFAULT-VALUE}).")
    String purpose = "";

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var query =
          Verifying.query(
              AccreditCommand.type(type),
              claims.stream().map(path -> Arrays.asList(path.split("\\.", -1))).toList());
      var answer =
          new Verifying(network).request(network.organisations().require(caller), query, purpose);
      output.say("%s", answer.path("openid4vp").asText());
      output.say(
          "Request %s. Next: ./hansa wallet present WALLET 'openid4vp://…'%s, then ./hansa verify result %s %s%s",
          answer.path("id").asText(),
          shared.flag(),
          caller,
          answer.path("id").asText(),
          shared.flag());
      output.answer(answer);
      return ExitCode.DONE;
    }
  }

  @Command(name = "result", description = "What came of a request.")
  static final class Result extends Act {
    @Parameters(index = "0", paramLabel = "ORG", description = "Who asked.")
    String caller = "";

    @Parameters(index = "1", paramLabel = "REQUEST", description = "Its id.")
    String request = "";

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var answer = new Verifying(network).state(network.organisations().require(caller), request);
      if (answer.has("result")) {
        show(output, Json.object(answer, "result"));
      } else {
        output.say("%s", answer.path("state").asText());
      }
      output.answer(answer);
      return answer.path("state").asText().equals("refused") ? ExitCode.REFUSED : ExitCode.DONE;
    }
  }

  @Command(name = "check", description = "Have a presentation checked that is in a file.")
  static final class Check extends Act {
    @Parameters(
        index = "0",
        paramLabel = "ORG",
        description = "Who asks: an organisation of this folder.")
    String caller = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The presentation, SD-JWT.")
    Path file = Path.of("");

    @Option(
        names = "--nonce",
        paramLabel = "TEXT",
        description = "What the holder had to sign; with --audience.")
    Optional<String> nonce = Optional.empty();

    @Option(
        names = "--audience",
        paramLabel = "TEXT",
        description = "For whom the holder signed it.")
    Optional<String> audience = Optional.empty();

    @Override
    ExitCode run(Output output) {
      if (nonce.isPresent() != audience.isPresent()) {
        throw new Stop(ExitCode.USAGE, "--nonce and --audience stand together.");
      }
      String presentation;
      try {
        presentation = Files.readString(file, StandardCharsets.US_ASCII).strip();
      } catch (IOException e) {
        throw new Stop(ExitCode.FOLDER, "The file " + file + " cannot be read.", e);
      }
      var network = shared.connect();
      var result =
          new Verifying(network)
              .verify(
                  network.organisations().require(caller),
                  presentation,
                  nonce.map(n -> new Verifying.HolderBinding(n, audience.orElse(""))),
                  Optional.empty());
      show(output, result);
      output.answer(result);
      return result.path("verified").asBoolean() ? ExitCode.DONE : ExitCode.REFUSED;
    }
  }

  static void show(Output output, ObjectNode result) {
    if (result.path("verified").asBoolean()) {
      output.say("Verified at ledger height %d.", result.path("ledgerHeight").asLong());
    } else {
      output.say(
          "Refused: %s. %s", result.path("reason").asText(), result.path("sentence").asText());
    }
    for (var credential : result.path("credentials")) {
      output.say(
          "  %s, issued by %s",
          credential.path("vct").asText(), credential.path("issuer").asText());
      for (var claim : credential.path("claims").properties()) {
        if (!FOR_MACHINES.contains(claim.getKey())) {
          output.say(
              "    %-16s %s",
              claim.getKey(),
              claim.getValue().isTextual()
                  ? claim.getValue().textValue()
                  : claim.getValue().toString());
        }
      }
    }
    for (var check : result.path("checks")) {
      output.say(
          "  %s %s",
          check.path("passed").asBoolean() ? "passed" : "failed", check.path("check").asText());
    }
    if (!result.at("/receipt/id").asText().isEmpty()) {
      output.say("Receipt %s", result.at("/receipt/id").asText());
    }
  }
}
