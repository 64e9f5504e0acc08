package dev.hansa.launcher.cli;

import dev.hansa.identity.Json;
import dev.hansa.launcher.ExitCode;
import dev.hansa.launcher.story.Cast;
import dev.hansa.launcher.story.Narrator;
import picocli.CommandLine.Command;

/// `cast`: the story's people and organisations, at once.
@Command(
    name = "cast",
    description = {
      "Set the story's cast in a running network.",
      "Seven organisations, two private persons, two",
      "managers and a probe, with DIDs, accreditations, credentials and memberships.",
      "What is there already is left as it is."
    })
final class CastCommand extends Act {
  @Override
  ExitCode run(Output output) {
    var network = shared.connect();
    new Cast(network, new Narrator(line -> output.say("%s", line), System::nanoTime)).set();
    output.say("");
    output.say(
        "Wallets: pia (sells), carl (buys), sven (small cells), olga (operator), probe (monitor).");
    output.say("Next, for example:");
    output.say("  ./hansa order sell pia --wh 1000 --price 80000..120000%s", shared.flag());
    output.say("  ./hansa order buy carl --wh 600 --price 100000%s", shared.flag());
    output.say("  ./hansa sign-in sven --as organisation%s", shared.flag());
    output.say("  ./hansa offering create sven 'Small cells' --band n78%s", shared.flag());
    output.answer(Json.newObject().put("cast", true));
    return ExitCode.DONE;
  }
}
