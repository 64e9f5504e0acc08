package dev.hansa.launcher.cli;

import dev.hansa.launcher.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// One command: shared flags, an output, and what it does.
abstract class Act implements Callable<Integer> {
  @Mixin protected Shared shared = new Shared();
  @Spec protected CommandSpec spec = CommandSpec.create();

  @Override
  public final Integer call() {
    return run(new Output(spec.commandLine().getOut(), shared.json)).code();
  }

  abstract ExitCode run(Output output);
}
