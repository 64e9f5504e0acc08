package dev.hansa.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.Issuing;
import dev.hansa.launcher.acts.Onboardings;
import dev.hansa.launcher.acts.Organisation;
import dev.hansa.launcher.acts.Organisations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `onboard`: an applicant's way to its credentials.
@Command(
    name = "onboard",
    description = "Take an applicant from the first check to its credentials, step by step.",
    subcommands = {
      OnboardCommand.Start.class,
      OnboardCommand.ListCommand.class,
      OnboardCommand.Show.class,
      OnboardCommand.Pass.class,
      OnboardCommand.Skip.class,
      OnboardCommand.Retry.class,
      OnboardCommand.Approve.class,
      OnboardCommand.Withdraw.class
    })
final class OnboardCommand extends Group {

  @Command(
      name = "start",
      description = {
        "Begin an onboarding: whom, what is looked at before, and which credentials it is about.",
        "The claims of each credential are a JSON file; hansa offer example writes one to start from."
      })
  static final class Start extends Act {
    @Parameters(
        index = "0",
        paramLabel = "ISSUER",
        description = "The issuer's name in this folder.")
    String issuer = "";

    @Parameters(
        index = "1",
        paramLabel = "APPLICANT",
        description =
            "An organisation of this folder, or a DID (a wallet's, for a private person).")
    String applicant = "";

    @Option(
        names = "--check",
        paramLabel = "WHAT",
        description =
            "Something that you look at before, such as 'register extract'; may be given several times. It names nobody.")
    List<String> checks = new ArrayList<>();

    @Option(
        names = "--credential",
        required = true,
        paramLabel = "TYPE=FILE",
        description = "A credential type and its claims; may be given several times.")
    Map<String, Path> credentials = new LinkedHashMap<>();

    @Option(
        names = "--no-tx-code",
        description = "Without the code that the holder types in (default: with one).")
    boolean withoutTxCode;

    @Option(
        names = "--login",
        description =
            "The holder shows who they are and agrees in a browser, instead of typing a code.")
    boolean login;

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var organisation = network.organisations().require(issuer);
      new Issuing(network).open(organisation);
      var wishes = new ArrayList<Onboardings.Credential>();
      credentials.forEach((type, file) ->
          wishes.add(
              new Onboardings.Credential(
                  AccreditCommand.type(type), OfferCommand.read(file), !withoutTxCode, login)));
      var answer =
          new Onboardings(network)
              .start(organisation, network.organisations().did(applicant), checks, wishes);
      show(output, answer);
      output.say(
          "Next: ./hansa onboard show %s %s%s", issuer, answer.path("id").asText(), shared.flag());
      return ExitCode.DONE;
    }
  }

  @Command(name = "list", description = "The onboardings of an issuer, and what they wait for.")
  static final class ListCommand extends Act {
    @Parameters(paramLabel = "ISSUER", description = "The issuer's name in this folder.")
    String issuer = "";

    @Option(
        names = "--state",
        paramLabel = "STATE",
        description = "Of open, undoing, completed, withdrawn and lapsed one alone.")
    Optional<String> state = Optional.empty();

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var answer = new Onboardings(network).list(network.organisations().require(issuer), state);
      var rows = new ArrayList<List<String>>();
      for (var one : answer.path("onboardings")) {
        rows.add(
            List.of(
                one.path("id").asText(),
                one.path("state").asText(),
                one.path("createdAt").asText(),
                one.path("waitsFor").isEmpty()
                    ? ""
                    : "waits: " + one.path("waitsFor").path(0).path("says").asText()));
      }
      output.table(rows);
      output.answer(answer);
      return ExitCode.DONE;
    }
  }

  /// A command about one onboarding.
  abstract static class OneCase extends Act {
    @Parameters(
        index = "0",
        paramLabel = "ISSUER",
        description = "The issuer's name in this folder.")
    String issuer = "";

    @Parameters(
        index = "1",
        paramLabel = "CASE",
        description = "Its id, from ./hansa onboard list.")
    String onboarding = "";

    /// Asks for it or says something of it; the answer is the case as it stands then.
    abstract ObjectNode act(
        Onboardings onboardings, Organisations organisations, Organisation issuer);

    @Override
    final ExitCode run(Output output) {
      var network = shared.connect();
      var organisations = network.organisations();
      show(output, act(new Onboardings(network), organisations, organisations.require(issuer)));
      return ExitCode.DONE;
    }
  }

  /// A command about one step of an onboarding.
  abstract static class OneStep extends OneCase {
    @Parameters(
        index = "2",
        paramLabel = "STEP",
        description = "The step's number, from ./hansa onboard show.")
    int step;
  }

  @Command(name = "show", description = "One onboarding: its steps, and why it waits.")
  static final class Show extends OneCase {
    @Option(
        names = "--as",
        paramLabel = "APPROVER",
        description = "The approver's name in this folder (default: the issuer itself).")
    Optional<String> approver = Optional.empty();

    @Override
    ObjectNode act(Onboardings onboardings, Organisations organisations, Organisation issuer) {
      return onboardings.find(
          issuer, organisations.require(approver.orElse(issuer.name())), onboarding);
    }
  }

  @Command(name = "pass", description = "Say that you looked at what a check is about.")
  static final class Pass extends OneStep {
    @Option(
        names = "--reference",
        paramLabel = "TEXT",
        description = "Where the evidence lies, such as a file number.")
    Optional<String> reference = Optional.empty();

    @Override
    ObjectNode act(Onboardings onboardings, Organisations organisations, Organisation issuer) {
      return onboardings.pass(issuer, onboarding, step, reference);
    }
  }

  @Command(
      name = "skip",
      description = "Go on without a step. An offer that it made is taken back first.")
  static final class Skip extends OneStep {
    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why; it is kept with the case.")
    String reason = "";

    @Override
    ObjectNode act(Onboardings onboardings, Organisations organisations, Organisation issuer) {
      return onboardings.skip(issuer, onboarding, step, reason);
    }
  }

  @Command(
      name = "retry",
      description = "Try a step again that was refused, or offer again what nobody took up.")
  static final class Retry extends OneStep {
    @Override
    ObjectNode act(Onboardings onboardings, Organisations organisations, Organisation issuer) {
      return onboardings.retry(issuer, onboarding, step);
    }
  }

  @Command(name = "approve", description = "Agree to an onboarding, as an approver of its issuer.")
  static final class Approve extends OneCase {
    @Option(
        names = "--as",
        required = true,
        paramLabel = "APPROVER",
        description = "The approver's name in this folder.")
    String approver = "";

    @Override
    ObjectNode act(Onboardings onboardings, Organisations organisations, Organisation issuer) {
      return onboardings.approve(issuer, organisations.require(approver), onboarding);
    }
  }

  @Command(
      name = "withdraw",
      description =
          "End an onboarding and undo it: offers are taken back, its credentials are revoked.")
  static final class Withdraw extends OneCase {
    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why; it is kept with the case.")
    String reason = "";

    @Option(
        names = "--as",
        paramLabel = "APPROVER",
        description = "The approver's name in this folder (default: the issuer itself).")
    Optional<String> approver = Optional.empty();

    @Override
    ObjectNode act(Onboardings onboardings, Organisations organisations, Organisation issuer) {
      return onboardings.withdraw(
          issuer, organisations.require(approver.orElse(issuer.name())), onboarding, reason);
    }
  }

  private static void show(Output output, ObjectNode answer) {
    output.say("Onboarding %s: %s", answer.path("id").asText(), answer.path("state").asText());
    var rows = new ArrayList<List<String>>();
    for (var step : answer.path("steps")) {
      rows.add(List.of("  " + step.path("step").asText(), name(step), state(step)));
    }
    output.table(rows);
    for (var step : answer.path("steps")) {
      var issuance = step.path("issuance");
      if (issuance.has("offerUri")) {
        output.say(
            "Offer of step %s: %s", step.path("step").asText(), issuance.path("offerUri").asText());
        if (issuance.has("txCode")) {
          output.say("Code for the holder: %s", issuance.path("txCode").asText());
        }
      }
    }
    for (var wait : answer.path("waitsFor")) {
      output.say(
          "It waits%s for the %s: %s",
          wait.has("step") ? " in step " + wait.path("step").asText() : "",
          wait.path("actor").asText(),
          wait.path("says").asText());
    }
    output.answer(answer);
  }

  private static String name(JsonNode step) {
    return switch (step.path("task").asText()) {
      case "registration" -> "The applicant's DID is on the ledger";
      case "check" -> step.path("name").asText();
      case "approval" -> "An approver agrees";
      case "credential" -> "Credential " + step.path("vct").asText();
      default -> throw new Stop(ExitCode.UNAVAILABLE, "The issuer answered with another task.");
    };
  }

  private static String state(JsonNode step) {
    var state = step.path("state").asText();
    var reason = step.path("reason");
    var why =
        reason.isTextual()
            ? reason.asText()
            : reason.isObject() ? reason.path("says").asText() : step.path("reference").asText("");
    return why.isEmpty() ? state : String.format(Locale.ROOT, "%s (%s)", state, why);
  }
}
