package dev.hansa.launcher.cli;

import dev.hansa.identity.Vct;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.LedgerActs;
import dev.hansa.launcher.acts.Network;
import dev.hansa.launcher.acts.Organisation;
import dev.hansa.launcher.run.HouseService;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `accredit`: who may issue what.
@Command(
    name = "accredit",
    description = "Who may issue which credential type: grant it, take it back, look it up.",
    subcommands = {
      AccreditCommand.Grant.class,
      AccreditCommand.Withdraw.class,
      AccreditCommand.ListCommand.class
    })
final class AccreditCommand extends Group {
  private static final String TYPE =
      "A credential type: participant, csp-licence, …, or its whole name urn:….";

  /// A type by its short name in Hansa's catalogue, or by its whole name.
  static Vct type(String text) {
    return text.contains(":") ? Vct.parse(text) : Vct.hansa(text);
  }

  static List<Organisation> signers(Network network, String names) {
    return java.util.Arrays.stream(names.split(",", -1))
        .map(name -> network.organisations().require(name.strip()))
        .toList();
  }

  @Command(
      name = "grant",
      description =
          "Let an issuer issue a type. Signed by two trustees, or by the holder of a delegable accreditation.")
  static final class Grant extends Act {
    @Parameters(
        index = "0",
        paramLabel = "ISSUER",
        description = "An organisation of this folder, or a DID.")
    String issuer = "";

    @Parameters(index = "1", paramLabel = "TYPE", description = TYPE)
    String type = "";

    @Option(
        names = "--by",
        paramLabel = "ORGS",
        defaultValue = "trustee-1,trustee-2",
        description = "Who signs (default: ${DEFAULT-VALUE}).")
    String by = "trustee-1,trustee-2";

    @Option(
        names = "--territory",
        paramLabel = "CC",
        split = ",",
        description = "Where, ISO 3166 (default: everywhere).")
    List<String> territories = new ArrayList<>();

    @Option(
        names = "--for",
        paramLabel = "DURATION",
        defaultValue = "P730D",
        description = "For how long (default: ${DEFAULT-VALUE}).")
    String validity = "P730D";

    @Option(
        names = "--credentials-for",
        paramLabel = "DURATION",
        defaultValue = "P1096D",
        description = "How long a credential may be valid at most (default: ${DEFAULT-VALUE}).")
    String credentials = "P1096D";

    @Option(names = "--delegable", description = "The holder may accredit others below it.")
    boolean delegable;

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var now = network.clock().instant();
      var written =
          new LedgerActs(network)
              .accredit(
                  new LedgerActs.Grant(
                      network.organisations().did(issuer),
                      AccreditCommand.type(type),
                      territories,
                      now,
                      now.plus(duration(validity)),
                      duration(credentials),
                      delegable),
                  signers(network, by));
      output.say("%s may issue %s: %s", issuer, AccreditCommand.type(type), written.says());
      output.answer(written.toJson());
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "withdraw",
      description =
          "Take an accreditation back. What it let somebody issue is refused from then on.")
  static final class Withdraw extends Act {
    @Parameters(
        index = "0",
        paramLabel = "ISSUER",
        description = "An organisation of this folder, or a DID.")
    String issuer = "";

    @Parameters(index = "1", paramLabel = "TYPE", description = TYPE)
    String type = "";

    @Option(
        names = "--by",
        paramLabel = "ORGS",
        defaultValue = "trustee-1,trustee-2",
        description = "Who signs (default: ${DEFAULT-VALUE}).")
    String by = "trustee-1,trustee-2";

    @Option(
        names = "--reason",
        paramLabel = "ended|compromised",
        defaultValue = "ended",
        description = "Why (default: ${DEFAULT-VALUE}).")
    String reason = "ended";

    @Option(
        names = "--since",
        paramLabel = "TIME",
        description = "Since when nothing is believed (default: now).")
    Optional<String> since = Optional.empty();

    @Override
    ExitCode run(Output output) {
      if (!List.of("ended", "compromised").contains(reason)) {
        throw new Stop(ExitCode.USAGE, "--reason is ended or compromised.");
      }
      var network = shared.connect();
      var written =
          new LedgerActs(network)
              .withdraw(
                  network.organisations().did(issuer),
                  AccreditCommand.type(type),
                  reason,
                  since.map(AccreditCommand::time).orElseGet(network.clock()::instant),
                  signers(network, by));
      output.say(
          "%s may no longer issue %s: %s", issuer, AccreditCommand.type(type), written.says());
      output.answer(written.toJson());
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "list",
      description =
          "Who may issue a type; with --issuer, whether one may, at a time. Read from the registry, with its proof.")
  static final class ListCommand extends Act {
    @Parameters(paramLabel = "TYPE", description = TYPE)
    String type = "";

    @Option(names = "--issuer", paramLabel = "NAME|DID", description = "Whether this one may.")
    Optional<String> issuer = Optional.empty();

    @Option(names = "--at", paramLabel = "TIME", description = "At that time (default: now).")
    Optional<String> at = Optional.empty();

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var url =
          network.url(HouseService.DID_REGISTRY)
              + "/accreditations?type="
              + AccreditCommand.type(type)
              + issuer.map(name -> "&issuer=" + network.organisations().did(name)).orElse("")
              + at.map(AccreditCommand::time).map(time -> "&at=" + time).orElse("");
      var answer = network.calls().get(url).orRefusal();
      if (answer.has("verdict")) {
        output.say("%s: %s", issuer.orElse(""), answer.path("verdict").asText());
      }
      var rows = new ArrayList<List<String>>();
      for (var one : answer.path("accreditations")) {
        rows.add(
            List.of(
                one.path("issuer").asText(),
                network.organisations().nameOf(one.path("issuer").asText()).orElse(""),
                one.path("validFrom").asText() + " to " + one.path("validUntil").asText(),
                one.has("withdrawal")
                    ? "withdrawn: " + one.at("/withdrawal/reason").asText()
                    : "stands"));
      }
      if (rows.isEmpty()) {
        output.say("Nobody is accredited for %s.", AccreditCommand.type(type));
      }
      output.table(rows);
      output.say("Proved at ledger height %d.", answer.path("ledgerHeight").asLong());
      output.answer(answer);
      return !answer.has("accredited") || answer.path("accredited").asBoolean()
          ? ExitCode.DONE
          : ExitCode.REFUSED;
    }
  }

  static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeException e) {
      throw new Stop(ExitCode.USAGE, "A duration reads P365D or PT12H.", e);
    }
  }

  static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new Stop(ExitCode.USAGE, "A time reads 2026-01-31T12:00:00Z.", e);
    }
  }
}
