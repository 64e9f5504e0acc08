package dev.hansa.launcher.cli;

import dev.hansa.identity.Json;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.Wallets;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sign-in`: a person or machine signs in to the market with its wallet.
@Command(
    name = "sign-in",
    description = {
      "Sign in to the market with a wallet.",
      "A private person signs in with its participant credential,",
      "a person or machine of an organisation with its mandate.",
      "The other commands sign in by themselves, as --as says here once."
    })
final class SignInCommand extends Act {
  @Parameters(paramLabel = "WALLET", description = "Whose wallet.")
  String name = "";

  @Option(
      names = "--as",
      paramLabel = "person|organisation|machine",
      defaultValue = "person",
      description = "As whom (default: ${DEFAULT-VALUE}).")
  String as = "person";

  @Override
  ExitCode run(Output output) {
    if (!List.of("person", "organisation", "machine").contains(as)) {
      throw new Stop(ExitCode.USAGE, "--as is person, organisation or machine.");
    }
    var wallet = new Wallets(shared.connect()).open(name);
    var _ = wallet.signIn(as);
    output.say("%s is signed in as %s.", name, as);
    output.answer(Json.newObject().put("wallet", name).put("as", as));
    return ExitCode.DONE;
  }
}
