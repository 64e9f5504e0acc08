package dev.hansa.launcher.cli;

import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.Issuing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `revoke`: an issuer takes a credential back.
@Command(
    name = "revoke",
    description =
        "Take a credential back, or suspend it for a while. Everyone who asks learns it at once.")
final class RevokeCommand extends Act {
  @Parameters(index = "0", paramLabel = "ISSUER", description = "The issuer's name in this folder.")
  String issuer = "";

  @Parameters(
      index = "1",
      paramLabel = "ISSUANCE",
      description = "Its id, from ./hansa offer list.")
  String issuance = "";

  @Option(names = "--suspend", description = "For a while: it can be reactivated.")
  boolean suspend;

  @Option(names = "--reactivate", description = "End a suspension.")
  boolean reactivate;

  @Override
  ExitCode run(Output output) {
    if (suspend && reactivate) {
      throw new Stop(ExitCode.USAGE, "Of --suspend and --reactivate one is given.");
    }
    var network = shared.connect();
    var step = suspend ? "suspend" : reactivate ? "reactivate" : "revoke";
    var answer =
        new Issuing(network).change(network.organisations().require(issuer), issuance, step);
    output.say("%s: %s", issuance, answer.path("status").asText(answer.path("state").asText(step)));
    output.answer(answer);
    return ExitCode.DONE;
  }
}
