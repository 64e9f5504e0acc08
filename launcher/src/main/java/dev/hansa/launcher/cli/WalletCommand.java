package dev.hansa.launcher.cli;

import dev.hansa.identity.Json;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.OpenWallet;
import dev.hansa.launcher.acts.Wallets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `wallet`: credentials in the hands of people, machines and organisations.
@Command(
    name = "wallet",
    description = "Wallets: make one, take up an offer, see what is in it, show a credential.",
    subcommands = {
      WalletCommand.Create.class,
      WalletCommand.Accept.class,
      WalletCommand.ListCommand.class,
      WalletCommand.Show.class,
      WalletCommand.Present.class
    })
final class WalletCommand extends Group {

  @Command(
      name = "create",
      description = "Make a wallet: a folder with a key of its own, mode 0600.")
  static final class Create extends Act {
    @Parameters(paramLabel = "WALLET", description = "Its name: small letters, digits, -.")
    String name = "";

    @Override
    ExitCode run(Output output) {
      var wallet = new Wallets(shared.connect()).create(name);
      output.say("The wallet %s is %s", name, wallet.did());
      output.answer(Json.newObject().put("wallet", name).put("did", wallet.did().toString()));
      return ExitCode.DONE;
    }
  }

  @Command(name = "accept", description = "Take up an issuer's offer.")
  static final class Accept extends Act {
    @Parameters(index = "0", paramLabel = "WALLET", description = "Whose wallet.")
    String name = "";

    @Parameters(index = "1", paramLabel = "OFFER", description = "openid-credential-offer://…")
    String offer = "";

    @Option(
        names = "--tx-code",
        paramLabel = "CODE",
        description = "The code that the issuer gave.")
    Optional<String> txCode = Optional.empty();

    @Option(
        names = "--browser",
        description =
            "For an offer that asks who comes: opens nothing itself, but says the address for a browser on this machine, and waits for it.")
    boolean browser;

    @Override
    ExitCode run(Output output) {
      var wallet = new Wallets(shared.connect()).open(name);
      var held =
          browser
              ? wallet.acceptByBrowser(
                  offer, address -> output.say("Open this in a browser: %s", address))
              : wallet.accept(offer, txCode);
      output.say("%s holds %s", name, held.says());
      output.answer(held.toJson());
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "list",
      description = "What is in a wallet; without a name, which wallets there are.")
  static final class ListCommand extends Act {
    @Parameters(paramLabel = "WALLET", arity = "0..1", description = "Whose wallet.")
    Optional<String> name = Optional.empty();

    @Override
    ExitCode run(Output output) {
      var network = shared.connect();
      var wallets = new Wallets(network);
      var answer = Json.newObject();
      var rows = new ArrayList<List<String>>();
      if (name.isEmpty()) {
        var list = answer.putArray("wallets");
        for (var one : wallets.names()) {
          rows.add(List.of(one, wallets.open(one).list().size() + " credentials"));
          list.add(one);
        }
      } else {
        var list = answer.putArray("credentials");
        for (var held : wallets.open(name.get()).list()) {
          rows.add(
              List.of(
                  held.id(),
                  held.vct().value(),
                  held.issuer().toString(),
                  held.until(network.clock().instant())));
          list.add(held.toJson());
        }
      }
      output.table(rows);
      output.answer(answer);
      return ExitCode.DONE;
    }
  }

  @Command(name = "show", description = "What a credential says.")
  static final class Show extends Act {
    @Parameters(index = "0", paramLabel = "WALLET", description = "Whose wallet.")
    String name = "";

    @Parameters(
        index = "1",
        paramLabel = "ID",
        description = "The credential, from ./hansa wallet list WALLET.")
    String id = "";

    @Override
    ExitCode run(Output output) {
      var claims = new Wallets(shared.connect()).open(name).claims(id);
      output.say("%s", claims.toPrettyString());
      output.answer(claims);
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "present",
      description = {
        "Answer a request: first see who asks and what for.",
        "What would be shown is listed; with --yes it is shown."
      })
  static final class Present extends Act {
    @Parameters(index = "0", paramLabel = "WALLET", description = "Whose wallet.")
    String name = "";

    @Parameters(index = "1", paramLabel = "REQUEST", description = "openid4vp://…")
    String request = "";

    @Option(names = "--yes", description = "Yes, show it.")
    boolean yes;

    @Override
    ExitCode run(Output output) {
      OpenWallet wallet = new Wallets(shared.connect()).open(name);
      var asked = wallet.ask(request);
      asked.says().forEach(line -> output.say("%s", line));
      if (!asked.canAnswer()) {
        throw new Stop(ExitCode.REFUSED, "This wallet does not hold what is asked for.");
      }
      if (!yes) {
        output.say("Nothing was shown. With --yes it is.");
        output.answer(asked.toJson().put("shown", false));
        return ExitCode.DONE;
      }
      var redirect = wallet.answer(asked);
      output.say("Shown.");
      redirect.ifPresent(uri -> output.say("Go on at %s", uri));
      var answer = asked.toJson().put("shown", true);
      redirect.ifPresent(uri -> answer.put("redirect", uri));
      output.answer(answer);
      return ExitCode.DONE;
    }
  }
}
