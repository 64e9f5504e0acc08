package dev.hansa.launcher.cli;

import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.Stop;
import dev.hansa.launcher.acts.Issuing;
import java.util.Optional;
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

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Of a guarantee of origin: cancelled, expired or split.")
  Optional<String> status = Optional.empty();

  @Override
  ExitCode run(Output output) {
    if ((suspend ? 1 : 0) + (reactivate ? 1 : 0) + (status.isPresent() ? 1 : 0) > 1) {
      throw new Stop(ExitCode.USAGE, "Of --suspend, --reactivate and --status one is given.");
    }
    var network = shared.connect();
    var step = suspend ? "suspend" : reactivate ? "reactivate" : "revoke";
    var organisation = network.organisations().require(issuer);
    var issuing = new Issuing(network);
    var answer =
        status.isPresent()
            ? issuing.setStatus(organisation, issuance, status.get())
            : issuing.change(organisation, issuance, step);
    output.say("%s: %s", issuance, answer.path("status").asText(answer.path("state").asText(step)));
    output.answer(answer);
    return ExitCode.DONE;
  }
}
