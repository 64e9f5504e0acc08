package dev.hansa.launcher.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `help [COMMAND...]`: what a command does, however deep it lies (`help offer make`).
@Command(name = "help", description = "What a command does: hansa help offer make.")
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command, word by word.")
  private List<String> words = List.of();

  @Override
  public Integer call() {
    var found = spec.root().commandLine();
    for (var word : words) {
      var next = found.getSubcommands().get(word);
      if (next == null) {
        throw new CommandLine.ParameterException(
            found, "There is no such command; these there are:");
      }
      found = next;
    }
    found.usage(spec.commandLine().getOut());
    return 0;
  }
}
