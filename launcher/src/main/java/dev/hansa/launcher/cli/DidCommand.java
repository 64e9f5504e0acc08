package dev.hansa.launcher.cli;

import dev.hansa.identity.Json;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.LedgerActs;
import dev.hansa.launcher.run.HouseService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `did`: organisations' DIDs on the ledger.
@Command(
    name = "did",
    description = "DIDs of organisations: make one, look one up, change its keys, end it.",
    subcommands = {
      DidCommand.Create.class,
      DidCommand.Show.class,
      DidCommand.Rotate.class,
      DidCommand.Deactivate.class
    })
final class DidCommand extends Group {

  @Command(
      name = "create",
      description = {
        "Make an organisation's keys and write its DID to the ledger.",
        "The organisation signs the request itself, and an endorser signs beside it."
      })
  static final class Create extends Act {
    @Parameters(
        paramLabel = "NAME",
        description = "What the command line calls it: small letters, digits, -.")
    String name = "";

    @Option(
        names = "--display-name",
        paramLabel = "TEXT",
        description = "What people read (default: the name).")
    Optional<String> displayName = Optional.empty();

    @Option(
        names = "--endorser",
        paramLabel = "ORG",
        defaultValue = "marketplace",
        description = "Whose endorsement stands beside it (default: ${DEFAULT-VALUE}).")
    String endorser = "marketplace";

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var known = network.organisations().find(name);
      if (known.isPresent() && new LedgerActs(network).resolve(known.get().did()).isPresent()) {
        throw new Stop(
            ExitCode.REFUSED,
            name + " is an organisation of this folder already: " + known.get().did() + ".");
      }
      var organisation = network.organisations().findOrCreate(name, displayName.orElse(name));
      var written =
          new LedgerActs(network)
              .createDid(organisation, network.organisations().require(endorser));
      output.say("%s is %s", organisation.displayName(), organisation.did());
      output.say("  %s", written.says());
      output.say("  keys in %s", organisation.folder());
      output.answer(written.toJson().put("name", name).put("did", organisation.did().toString()));
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "show",
      description = "Resolve a DID, by the registry; without a name list the organisations here.")
  static final class Show extends Act {
    @Parameters(
        paramLabel = "NAME|DID",
        arity = "0..1",
        description = "An organisation of this data folder, or any DID.")
    Optional<String> name = Optional.empty();

    @Option(
        names = "--version-id",
        paramLabel = "ID",
        description = "This version of the document.")
    Optional<String> versionId = Optional.empty();

    @Option(
        names = "--version-time",
        paramLabel = "TIME",
        description = "The version of that time, such as 2026-01-31T12:00:00Z.")
    Optional<String> versionTime = Optional.empty();

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      if (name.isEmpty()) {
        var rows = new ArrayList<List<String>>();
        var answer = Json.newObject();
        var list = answer.putArray("organisations");
        for (var one : network.organisations().list()) {
          rows.add(List.of(one.name(), one.displayName(), one.did().toString()));
          list.addObject()
              .put("name", one.name())
              .put("displayName", one.displayName())
              .put("did", one.did().toString());
        }
        output.table(rows);
        output.answer(answer);
        return ExitCode.DONE;
      }
      var url =
          network.url(HouseService.DID_REGISTRY)
              + "/1.0/identifiers/"
              + network.organisations().did(name.get())
              + versionId.map(id -> "?versionId=" + id).orElse("")
              + versionTime
                  .map(time -> (versionId.isPresent() ? "&" : "?") + "versionTime=" + time)
                  .orElse("");
      var answer = network.calls().get(url);
      output.say("%s", answer.body().toPrettyString());
      output.answer(answer.body());
      return answer.status() == 200 ? ExitCode.DONE : ExitCode.REFUSED;
    }
  }

  @Command(
      name = "rotate",
      description = {
        "Replace a key of an organisation. The old one stays good for what it signed before.",
        "The old key file is kept beside the new one, with the ending .old."
      })
  static final class Rotate extends Act {
    @Parameters(paramLabel = "NAME", description = "The organisation.")
    String name = "";

    @Option(
        names = "--key",
        paramLabel = "nym|assert|auth",
        defaultValue = "assert",
        description = "Which key (default: ${DEFAULT-VALUE}).")
    String key = "assert";

    @Override
    ExitCode run(Output output) {
      if (!List.of("nym", "assert", "auth").contains(key)) {
        throw new Stop(ExitCode.USAGE, "--key is nym, assert or auth.");
      }
      var network = shared.connect();
      var written = new LedgerActs(network).rotate(network.organisations().require(name), key);
      output.say("The key %s of %s is a new one: %s", key, name, written.says());
      output.answer(written.toJson().put("name", name).put("key", key));
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "deactivate",
      description = "End a DID for good. Nothing it signs from then on is believed.")
  static final class Deactivate extends Act {
    @Parameters(paramLabel = "NAME", description = "The organisation.")
    String name = "";

    @Option(names = "--yes", description = "Yes, for good.")
    boolean yes;

    @Override
    ExitCode run(Output output) {
      if (!yes) {
        throw new Stop(ExitCode.USAGE, "A DID is ended for good; say --yes if that is meant.");
      }
      var network = shared.connect();
      var written = new LedgerActs(network).deactivate(network.organisations().require(name));
      output.say("The DID of %s is ended: %s", name, written.says());
      output.answer(written.toJson().put("name", name));
      return ExitCode.DONE;
    }
  }
}
