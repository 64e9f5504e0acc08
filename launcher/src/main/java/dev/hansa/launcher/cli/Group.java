package dev.hansa.launcher.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A command that only holds others: alone it shows what they are.
abstract class Group implements Callable<Integer> {
  @Spec protected CommandSpec spec = CommandSpec.create();

  @Override
  public final Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 0;
  }
}
