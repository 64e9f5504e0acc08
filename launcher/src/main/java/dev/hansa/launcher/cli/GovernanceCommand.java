package dev.hansa.launcher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.Consortium;
import dev.hansa.launcher.acts.GovernanceText;
import dev.hansa.launcher.folder.DataFolder;
import dev.hansa.launcher.pool.NodeFolder;
import dev.hansa.launcher.pool.PoolFolder;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.WriteResult;
import dev.hansa.ledgerprotocol.rules.RulesVersions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `governance`: who has which role, which nodes vote, and who must sign for what.
@Command(
    name = "governance",
    description = {
      "Change who governs, which nodes vote and who must sign for what.",
      "A request is a file: draft it, let each sign it that the rule names, submit it."
    },
    subcommands = {
      GovernanceCommand.Draft.class,
      GovernanceCommand.Sign.class,
      GovernanceCommand.Show.class,
      GovernanceCommand.Submit.class,
      GovernanceCommand.ListCommand.class
    })
final class GovernanceCommand extends Group {

  /// Which network it is about.
  abstract static class OfConsortium extends Act {
    @Option(
        names = "--pool",
        paramLabel = "DIR",
        description = "The folder of hansa pool init (default: the network of ./hansa up).")
    Optional<Path> pool = Optional.empty();

    @Option(
        names = "--organisations",
        paramLabel = "DIR",
        description = "Where the keys of organisations are (default: organisations/ of --pool).")
    Optional<Path> organisations = Optional.empty();

    Consortium consortium() {
      return pool.isPresent()
          ? Consortium.of(new PoolFolder(pool.get()), organisations, Clock.systemUTC())
          : Consortium.of(shared.connect());
    }

    static IndyRequest read(Path file) {
      if (!Files.isRegularFile(file)) {
        throw new Stop(ExitCode.FOLDER, "There is no file " + file + ".");
      }
      try {
        if (Files.size(file) > 2L * IndyRequest.LENGTH_MAX) {
          throw new Stop(ExitCode.FOLDER, file + " is too long for a request.");
        }
        // People may have looked at it in an editor: the request is its JSON, however it is spaced.
        return IndyRequest.parse(
            Json.parseObject(Files.readString(file, StandardCharsets.UTF_8)).toString());
      } catch (IOException | MalformedInput e) {
        throw new Stop(ExitCode.FOLDER, file + " is no request: " + e.getMessage() + ".", e);
      }
    }

    static void write(Path file, IndyRequest request) {
      DataFolder.writeWhole(file.toAbsolutePath(), request.toJson().toPrettyString() + "\n");
    }

    static void say(Output output, Consortium consortium, IndyRequest request) {
      new GovernanceText(consortium).change(request).forEach(line -> output.say("%s", line));
      output.say("Drafted by %s.", consortium.name(request.identifier()));
      if (request.signatures().isEmpty()) {
        output.say("Nobody has signed it.");
      }
      for (var signer : request.signatures().keySet()) {
        output.say("Signed by %s.", consortium.name(signer));
      }
    }

    static ObjectNode answer(IndyRequest request) {
      var answer = Json.newObject();
      answer.set("request", request.toJson());
      var signers = answer.putArray("signers");
      request.signatures().keySet().forEach(signers::add);
      return answer;
    }
  }

  @Command(
      name = "draft",
      description = "Write a request to a file.",
      subcommands = {
        DraftRole.class,
        DraftNode.class,
        DraftVote.class,
        DraftRule.class,
        LedgerDrafts.DraftUpgrade.class,
        LedgerDrafts.DraftLimits.class
      })
  static final class Draft extends Group {}

  /// A draft, in the name of its author and signed by it at once.
  abstract static class Drafting extends OfConsortium {
    @Option(
        names = "--author",
        paramLabel = "ORG",
        required = true,
        description = "In whose name: an organisation whose keys are here. It signs at once.")
    String author = "";

    @Option(
        names = "--out",
        paramLabel = "FILE",
        required = true,
        description = "Where the request goes; the file is carried from signer to signer.")
    Path out = Path.of("request.json");

    abstract IndyRequest draft(Consortium consortium);

    @Override
    ExitCode run(Output output) {
      if (Files.exists(out)) {
        throw new Stop(ExitCode.FOLDER, out + " is there already; name another file.");
      }
      var consortium = consortium();
      var request = consortium.sign(draft(consortium), author);
      write(out, request);
      say(output, consortium, request);
      output.say("");
      output.say("It is in %s. Others sign it: ./hansa governance sign %s ORG", out, out);
      output.answer(answer(request));
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "role",
      description = {
        "Give a DID a role, or take it.",
        "An organisation of the folder that is not on the ledger yet is written by the same request."
      })
  static final class DraftRole extends Drafting {
    @Parameters(index = "0", paramLabel = "NAME|DID", description = "Whose role.")
    String who = "";

    @Parameters(
        index = "1",
        paramLabel = "ROLE",
        description = "trustee, steward, endorser, network_monitor or none.")
    String role = "";

    @Option(names = "--new", description = "Make the organisation's keys first, in this folder.")
    boolean isNew;

    @Override
    IndyRequest draft(Consortium consortium) {
      if (isNew) {
        var _ = consortium.organisations().findOrCreate(who, who);
      }
      return consortium.draftRole(
          consortium.organisations().require(author).did(),
          who,
          role.toLowerCase(Locale.ROOT).equals("none")
              ? Optional.empty()
              : Optional.of(GovernanceText.role(role)));
    }
  }

  @Command(
      name = "node",
      description = {
        "A steward lets its new node in, as its folder says. It follows and does not vote yet.",
        "Make the folder with ./hansa node init, and start the node first."
      })
  static final class DraftNode extends Drafting {
    @Parameters(index = "0", paramLabel = "ALIAS", description = "The node's name, for good.")
    String alias = "";

    @Parameters(index = "1", paramLabel = "DIR", description = "The node's folder.")
    Path folder = Path.of("node");

    @Override
    IndyRequest draft(Consortium consortium) {
      return consortium.draftNode(
          consortium.organisations().require(author).did(), alias, new NodeFolder(folder));
    }
  }

  @Command(
      name = "vote",
      description = "Give a node its vote, when it is in step with the pool, or take it.")
  static final class DraftVote extends Drafting {
    @Parameters(index = "0", paramLabel = "ALIAS", description = "The node.")
    String alias = "";

    @Parameters(index = "1", paramLabel = "yes|no", description = "Whether it votes.")
    String votes = "";

    @Override
    IndyRequest draft(Consortium consortium) {
      if (!votes.equals("yes") && !votes.equals("no")) {
        throw new Stop(ExitCode.USAGE, "A node votes: yes or no.");
      }
      return consortium.draftVote(
          consortium.organisations().require(author).did(), alias, votes.equals("yes"));
    }
  }

  @Command(
      name = "rule",
      description = {
        "Change who must sign for something.",
        "Several rules, RULE WHO RULE WHO …, change by one request, all or none."
      })
  static final class DraftRule extends Drafting {
    @Parameters(
        index = "0",
        paramLabel = "RULE",
        description = "Its name, as ./hansa governance list has it.")
    String rule = "";

    @Parameters(
        index = "1",
        paramLabel = "WHO",
        description = "'2 TRUSTEE', '1 TRUSTEE or 1 STEWARD', owner, nobody.")
    String who = "";

    @Parameters(
        index = "2..*",
        paramLabel = "RULE WHO",
        description = "More rules, each with who must sign.")
    List<String> more = new ArrayList<>();

    @Override
    IndyRequest draft(Consortium consortium) {
      var by = consortium.organisations().require(author).did();
      if (more.isEmpty()) {
        return consortium.draftRule(by, rule, GovernanceText.constraint(who));
      }
      var rules = new TreeMap<>(Map.of(rule, GovernanceText.constraint(who)));
      for (int i = 0; i < more.size(); i += 2) {
        if (i + 1 == more.size() || rules.containsKey(more.get(i))) {
          throw new Stop(
              ExitCode.USAGE, "Each rule is named once, and followed by who must sign for it.");
        }
        rules.put(more.get(i), GovernanceText.constraint(more.get(i + 1)));
      }
      return consortium.draftRules(by, rules);
    }
  }

  @Command(name = "sign", description = "Add an organisation's signature to a request.")
  static final class Sign extends OfConsortium {
    @Parameters(index = "0", paramLabel = "FILE", description = "The request.")
    Path file = Path.of("request.json");

    @Parameters(index = "1", paramLabel = "ORG", description = "Whose keys are here.")
    String organisation = "";

    @Override
    ExitCode run(Output output) {
      var consortium = consortium();
      var request = consortium.sign(read(file), organisation);
      // First what one signs, then that one has.
      say(output, consortium, request);
      write(file, request);
      output.answer(answer(request));
      return ExitCode.DONE;
    }
  }

  @Command(name = "show", description = "Say in words what a request would change.")
  static final class Show extends OfConsortium {
    @Parameters(paramLabel = "FILE", description = "The request.")
    Path file = Path.of("request.json");

    @Override
    ExitCode run(Output output) {
      var request = read(file);
      say(output, consortium(), request);
      output.answer(answer(request));
      return ExitCode.DONE;
    }
  }

  @Command(name = "submit", description = "Hand a request in, and wait until it is written.")
  static final class Submit extends OfConsortium {
    @Parameters(paramLabel = "FILE", description = "The request.")
    Path file = Path.of("request.json");

    /// What was written before changed something then, and changes nothing now.
    static String said(WriteResult.Written written) {
      return String.format(
          Locale.ROOT,
          written.alreadyThere()
              ? "Nothing was written now: this request has been on the ledger since before (%s ledger,"
                  + " transaction %d, height %d). What is in force: ./hansa governance list. For the"
                  + " same again, draft it anew."
              : "Written: %s ledger, transaction %d, height %d.",
          written.ledger().name().toLowerCase(Locale.ROOT),
          written.seqNo(),
          written.height());
    }

    @Override
    ExitCode run(Output output) {
      return switch (consortium().submit(read(file))) {
        case WriteResult.Written written -> {
          output.say("%s", said(written));
          output.answer(
              Json.newObject()
                  .put("ledger", written.ledger().name().toLowerCase(Locale.ROOT))
                  .put("seqNo", written.seqNo())
                  .put("height", written.height())
                  .put("alreadyThere", written.alreadyThere()));
          yield ExitCode.DONE;
        }
        case WriteResult.Refused(var rule, var detail) ->
            throw new Stop(ExitCode.REFUSED, "Refused by the rule " + rule + ": " + detail);
        case WriteResult.OtherSignatures _ ->
            throw new Stop(ExitCode.REFUSED, "It is on the ledger already, with other signatures.");
      };
    }
  }

  @Command(
      name = "list",
      description = "The nodes, who must sign for what, the rules' version and the limits.")
  static final class ListCommand extends OfConsortium {
    @Override
    ExitCode run(Output output) {
      var consortium = consortium();
      var answer = Json.newObject();
      var nodes = answer.putArray("nodes");
      var rows = new ArrayList<List<String>>();
      for (var node : consortium.nodes()) {
        rows.add(
            List.of(
                "  " + node.alias(),
                node.isValidator() ? "votes" : "follows",
                node.clientHost() + ":" + node.clientPort()));
        nodes
            .addObject()
            .put("alias", node.alias())
            .put("votes", node.isValidator())
            .put("client", node.clientHost() + ":" + node.clientPort());
      }
      output.say("Nodes:");
      output.table(rows);
      var rules = answer.putObject("rules");
      var lines = new ArrayList<List<String>>();
      consortium
          .rules()
          .forEach((name, constraint) -> {
            lines.add(List.of("  " + name, GovernanceText.about(name), constraint.describe()));
            rules.set(name, constraint.toJson());
          });
      output.say("");
      output.say("Rules:");
      output.table(lines);
      output.say("");
      sayLedger(output, consortium, answer);
      output.answer(answer);
      return ExitCode.DONE;
    }

    private static void sayLedger(Output output, Consortium consortium, ObjectNode answer) {
      var upgrades = consortium.upgrades();
      upgrades.inWords().forEach(line -> output.say("%s", line));
      var version =
          answer
              .putObject("rulesVersion")
              .put("now", upgrades.now())
              .put("height", upgrades.height())
              .put("program", RulesVersions.OURS.highest());
      upgrades
          .planned()
          .ifPresent(planned ->
              version
                  .putObject("planned")
                  .put("version", planned.version())
                  .put("height", planned.height()));
      var limits = consortium.limits();
      output.say("Limits: %s.", GovernanceText.words(limits));
      answer.set("limits", limits.toJson());
    }
  }
}
