package dev.hansa.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hansa.identity.Json;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.Issuing;
import dev.hansa.launcher.acts.Network;
import dev.hansa.launcher.story.Examples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `offer`: an issuer offers a credential.
@Command(
    name = "offer",
    description = "Offer a credential to a wallet, in the name of an issuer of this folder.",
    subcommands = {
      OfferCommand.Example.class,
      OfferCommand.Make.class,
      OfferCommand.ListCommand.class,
      OfferCommand.Show.class,
      OfferCommand.Release.class,
      OfferCommand.Unlock.class
    })
final class OfferCommand extends Group {

  @Command(name = "example", description = "Claims of a type to start from, JSON.")
  static final class Example extends Act {
    @Parameters(
        index = "0",
        paramLabel = "ISSUER",
        description = "The issuer's name in this folder.")
    String issuer = "";

    @Parameters(
        index = "1",
        paramLabel = "TYPE",
        description = "The credential type, such as participant.")
    String type = "";

    @Parameters(
        index = "2",
        paramLabel = "HOLDER",
        description =
            "Whom it is about: an organisation of this folder, or a DID (a wallet's, for a private person).")
    String holder = "";

    @Override
    ExitCode run(Output output) {
      Examples.requireType(type);
      var network = shared.connect();
      output.raw(
          Examples.claims(
                  type,
                  network.organisations().require(issuer).did(),
                  network.organisations().did(holder),
                  network.clock().instant())
              .toPrettyString());
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "make",
      description = {
        "Offer a credential to a wallet (OpenID4VCI, pre-authorized code).",
        "The claims are a JSON file with what the type's schema asks for, without iss, iat, exp, cnf and status;",
        "hansa offer example writes one to start from."
      })
  static final class Make extends Act {
    @Parameters(
        index = "0",
        paramLabel = "ISSUER",
        description = "The issuer's name in this folder.")
    String issuer = "";

    @Parameters(index = "1", paramLabel = "TYPE", description = "The credential type.")
    String type = "";

    @Option(
        names = "--claims",
        required = true,
        paramLabel = "FILE",
        description = "The claims, JSON.")
    Path claims = Path.of("");

    @Option(
        names = "--for",
        paramLabel = "DURATION",
        description = "How long it is valid (default: the type's).")
    Optional<String> validity = Optional.empty();

    @Option(
        names = "--no-tx-code",
        description = "Without the code that the holder types in (default: with one).")
    boolean withoutTxCode;

    @Option(
        names = "--hold",
        description = "Do not issue before ./hansa offer release; the wallet waits.")
    boolean hold;

    @Option(
        names = "--login",
        description =
            "The holder shows who they are and agrees in a browser, instead of typing a code.")
    boolean login;

    @Option(
        names = "--holder",
        paramLabel = "HOLDER",
        description =
            "With --login: who must show to be it (default: the claims' sub). An organisation of this folder, or a DID.")
    Optional<String> holder = Optional.empty();

    @Option(
        names = "--holder-at",
        paramLabel = "PROVIDER",
        description =
            "With --login and --subject: the OpenID provider at which the holder logs in, its issuer identifier.")
    Optional<String> provider = Optional.empty();

    @Option(
        names = "--subject",
        paramLabel = "SUBJECT",
        description =
            "Who the holder is there: their sub, or the claim that the issuer's policy names.")
    Optional<String> subject = Optional.empty();

    @Option(
        names = "--replaces",
        paramLabel = "ISSUANCE",
        description = "The credential that ends when this one is issued.")
    Optional<String> replaces = Optional.empty();

    @Override
    ExitCode run(Output output) {
      if (holder.isPresent() && !login) {
        throw new Stop(ExitCode.USAGE, "--holder is given with --login.");
      }
      if (provider.isPresent() != subject.isPresent()
          || (provider.isPresent() && (!login || holder.isPresent()))) {
        throw new Stop(
            ExitCode.USAGE,
            "--holder-at and --subject are given together, with --login and without --holder.");
      }
      var network = shared.connect();
      var organisation = network.organisations().require(issuer);
      var issuing = new Issuing(network);
      issuing.open(organisation);
      var offer =
          issuing.offer(
              organisation,
              AccreditCommand.type(type),
              read(claims),
              validity.map(AccreditCommand::duration),
              !withoutTxCode && !login,
              new Issuing.Extras(hold, login, holder(network), replaces));
      output.say("%s", offer.uri());
      offer.txCode().ifPresent(code -> output.say("Code for the holder: %s", code));
      output.say(
          "Issuance %s. Next: ./hansa wallet accept WALLET 'openid-credential-offer://…'%s%s",
          offer.id(), offer.txCode().map(code -> " --tx-code " + code).orElse(""), shared.flag());
      output.answer(offer.answer());
      return ExitCode.DONE;
    }

    private Optional<JsonNode> holder(Network network) {
      return provider.isPresent()
          ? Optional.of(
              Json.newObject()
                  .put("provider", provider.get())
                  .put("subject", subject.orElseThrow()))
          : holder.map(who -> TextNode.valueOf(network.organisations().did(who).toString()));
    }
  }

  @Command(name = "list", description = "What an issuer offered and issued.")
  static final class ListCommand extends Act {
    @Parameters(paramLabel = "ISSUER", description = "The issuer's name in this folder.")
    String issuer = "";

    @Option(names = "--type", paramLabel = "TYPE", description = "Of this type alone.")
    Optional<String> type = Optional.empty();

    @Option(names = "--state", paramLabel = "STATE", description = "In this state alone.")
    Optional<String> state = Optional.empty();

    @Option(
        names = "--from",
        paramLabel = "INSTANT",
        description = "Made then or later, as 2026-06-01T12:00:00Z.")
    Optional<String> from = Optional.empty();

    @Option(names = "--before", paramLabel = "INSTANT", description = "Made before.")
    Optional<String> before = Optional.empty();

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var answer =
          new Issuing(network)
              .list(
                  network.organisations().require(issuer),
                  new Issuing.Which(type.map(AccreditCommand::type), state, from, before));
      var rows = new ArrayList<List<String>>();
      for (var one : answer.path("issuances")) {
        rows.add(
            List.of(
                one.path("id").asText(),
                one.path("vct").asText(),
                one.path("status").asText(one.path("state").asText()),
                one.path("createdAt").asText(),
                // What a holder reads in its credential as status_list.idx: which one this is.
                one.has("statusIndex") ? "idx " + one.path("statusIndex").asText() : ""));
      }
      output.table(rows);
      output.answer(answer);
      return ExitCode.DONE;
    }
  }

  /// A command about one issuance.
  abstract static class OneIssuance extends Act {
    @Parameters(
        index = "0",
        paramLabel = "ISSUER",
        description = "The issuer's name in this folder.")
    String issuer = "";

    @Parameters(
        index = "1",
        paramLabel = "ISSUANCE",
        description = "Its id, from ./hansa offer list.")
    String issuance = "";
  }

  @Command(name = "show", description = "One issuance: its state, and what it waits for.")
  static final class Show extends OneIssuance {
    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var answer = new Issuing(network).find(network.organisations().require(issuer), issuance);
      output.say(
          "%s: %s %s",
          answer.path("vct").asText(),
          answer.path("state").asText(),
          answer.path("status").asText(""));
      if (answer.has("waitsFor")) {
        output.say("It waits: %s", answer.path("waitsFor").asText());
      }
      output.answer(answer);
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "release",
      description =
          "Let an issuance that was held go on: by its issuer, or by an approver of its issuer.")
  static final class Release extends OneIssuance {
    @Option(
        names = "--as",
        paramLabel = "APPROVER",
        description = "The approver's name in this folder (default: the issuer itself).")
    Optional<String> approver = Optional.empty();

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var organisations = network.organisations();
      var answer =
          new Issuing(network)
              .release(
                  organisations.require(issuer),
                  organisations.require(approver.orElse(issuer)),
                  issuance);
      output.say("Released.");
      output.answer(answer);
      return ExitCode.DONE;
    }
  }

  @Command(name = "unlock", description = "Unlock an offer whose code was typed wrong five times.")
  static final class Unlock extends OneIssuance {
    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var answer =
          new Issuing(network).change(network.organisations().require(issuer), issuance, "unlock");
      output.say("Unlocked.");
      output.answer(answer);
      return ExitCode.DONE;
    }
  }

  static ObjectNode read(Path file) {
    try {
      return Json.parseObject(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new Stop(ExitCode.FOLDER, "The file " + file + " cannot be read.", e);
    }
  }
}
