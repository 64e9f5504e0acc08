package dev.hansa.launcher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Json;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.identity.MalformedInput;
import dev.hansa.launcher.acts.Refusal;
import dev.hansa.launcher.cli.Commands;
import dev.hansa.launcher.story.Narrator;
import dev.hansa.wallet.WalletFailure;
import java.util.Locale;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/// `./hansa`.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    // Before anything logs: what is said to people stands alone on the console.
    System.setProperty(
        "logback.configurationFile",
        startsServices(arguments)
            ? "dev/hansa/launcher/logback-house.xml"
            : "dev/hansa/launcher/logback-quiet.xml");
    Locale.setDefault(Locale.ROOT);
    var line = commandLine();
    int code;
    try {
      code = line.execute(arguments);
    } catch (Error e) {
      // picocli hands these on. What was started (services, a pool's nodes) ends with the process.
      LoggerFactory.getLogger("hansa").error("a command failed by a fault of ours", e);
      line.getErr().println("hansa: A fault of Hansa's own (" + e + ").");
      line.getErr().flush();
      code = ExitCode.FAULT.code();
    }
    System.exit(code);
  }

  private static boolean startsServices(String[] arguments) {
    return arguments.length > 0
        && (arguments[0].equals("up") || arguments[0].equals("demo") || startsNode(arguments));
  }

  private static boolean startsNode(String[] arguments) {
    return arguments[0].equals("node")
        && arguments.length > 1
        && !arguments[1].equals("init")
        && !arguments[1].equals("status");
  }

  /// The command line, for tests as well.
  public static CommandLine commandLine() {
    var line = new CommandLine(new Commands());
    explain(line);
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(Main::failed)
        .setExitCodeExceptionMapper(Main::code);
  }

  /// `-h` and `--help` on every command, as `help` would say it; `-V` and `--version` too.
  private static void explain(CommandLine line) {
    line.getCommandSpec().mixinStandardHelpOptions(true).version("Hansa 0.1.0-SNAPSHOT");
    line.getSubcommands().values().forEach(Main::explain);
  }

  private static int failed(
      Exception exception, CommandLine command, CommandLine.ParseResult parsed) {
    var sentence =
        switch (exception) {
          case Stop stop -> stop.sentence();
          case Narrator.NotAsTold told -> String.valueOf(told.getMessage());
          case Refusal refusal -> "Refused: " + refusal.sentence();
          case WalletFailure failure ->
              "Refused (" + failure.reason() + "): " + failure.getMessage();
          case MalformedInput malformed -> "Refused: " + malformed.getMessage();
          case LedgerUnavailable unavailable ->
              "The ledger does not answer: " + unavailable.getMessage();
          default -> {
            LoggerFactory.getLogger("hansa")
                .error("a command failed by a fault of ours", exception);
            yield "A fault of Hansa's own ("
                + exception.getClass().getSimpleName()
                + "); run again with HANSA_JAVA_OPTS=-Dhansa.trace=true for the details.";
          }
        };
    command.getErr().println("hansa: " + sentence);
    if (exception instanceof Refusal refusal) {
      refusal.receipt().ifPresent(id -> command.getErr().println("Receipt " + id));
    }
    if (parsed.hasMatchedOption("--json")) {
      command.getOut().println(refused(exception, sentence));
      command.getOut().flush();
    }
    if (Boolean.getBoolean("hansa.trace")) {
      exception.printStackTrace(command.getErr());
    }
    command.getErr().flush();
    return code(exception);
  }

  /// For a script: `{"error":{"exitCode","reasons":[…],"sentence","receipt"?}}`. A reason is a
  /// rule, a problem's kind, or the protocol's error.
  private static ObjectNode refused(Exception exception, String sentence) {
    var json = Json.newObject();
    var error = json.putObject("error").put("exitCode", code(exception)).put("sentence", sentence);
    var reasons = error.putArray("reasons");
    switch (exception) {
      case Refusal refusal -> {
        refusal.rules().forEach(reasons::add);
        refusal.receipt().ifPresent(id -> error.put("receipt", id));
      }
      case WalletFailure failure -> reasons.add(failure.reason());
      default -> {
        // The exit code says it.
      }
    }
    return json;
  }

  private static int code(Throwable exception) {
    return switch (exception) {
      case Stop stop -> stop.code().code();
      case Narrator.NotAsTold _, Refusal _, MalformedInput _, WalletFailure _ ->
          ExitCode.REFUSED.code();
      case LedgerUnavailable _ -> ExitCode.UNAVAILABLE.code();
      case CommandLine.ParameterException _ -> ExitCode.USAGE.code();
      default -> ExitCode.FAULT.code();
    };
  }
}
