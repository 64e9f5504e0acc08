package dev.hansa.bench;

import dev.hansa.launcher.pool.NodeProcesses;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Prints the table of `docs/reference/performance.md`, measured now on this machine.
@Command(
    name = "bench",
    description = {
      "Measures the house, beside limits and peers that the same run measures.",
      "Every answer that is counted is also checked."
    },
    mixinStandardHelpOptions = true,
    footer = "Exit code 0 when every row was measured, 1 when one could not be.")
public final class Main implements Callable<Integer> {
  private static final int SECONDS_MAX = 600;
  private static final int MINUTES_MAX = 24 * 60;
  private static final int EXCHANGES_MIN = 1_000;
  private static final int EXCHANGES_MAX = 10_000_000;

  /// These take long, so only when they are asked for.
  private static final Set<String> LONG = Set.of("issuance-memory", "snapshot");

  /// Rows that need the consensus engine, or Node.js and a registry; only when they are asked for.
  private static final String POOL = "pool";

  private static final String PEER = "peer";

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description =
          "One row or several: presentation, data-integrity, status, matching, issuance, verify,"
              + " decision, orders, writes, reads, memory, demo (default: all of these);"
              + " issuance-memory, which takes half an hour; snapshot, which first makes a ledger; of a"
              + " pool of"
              + " stewards, which needs the engine (engine/build): pool, pool-latency, pool-overload,"
              + " pool-hour; beside Credo, which needs Node.js and its registry: peer-issue,"
              + " peer-verify.")
  private List<String> only = new ArrayList<>();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long each is measured, after a warm-up as long (default: 10).")
  private int seconds = 10;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "60",
      description = "How long pool-hour takes (default: 60).")
  private int minutes = 60;

  @Option(
      names = "--transactions",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "How long the ledger of snapshot is (default: 1000000).")
  private int transactions = 1_000_000;

  @Option(
      names = "--exchanges",
      paramLabel = "N",
      defaultValue = "100000",
      description = "How many issuance-memory makes (default: 100000).")
  private int exchanges = 100_000;

  public static void main(String[] arguments) {
    System.setProperty("logback.configurationFile", "dev/hansa/launcher/logback-quiet.xml");
    Locale.setDefault(Locale.ROOT);
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  /// In the order in which they run: first what needs no house, then its loads from the light to
  /// the heavy, then what they left in memory; the demo last, when the house is gone.
  private List<Measurement> all() {
    var inProcess = new PresentationInProcess();
    var pool = new PoolWrites();
    var credo = new BesideCredo();
    return List.of(
        inProcess,
        new DataIntegrityInProcess(),
        new StatusOfMillion(),
        new Matching(),
        new Issuance(),
        new VerificationOverHttp(inProcess),
        new DecisionsOverHttp(),
        new OrdersOverHttp(),
        new LedgerWrites(),
        new LedgerReads(),
        new HouseMemory(),
        new Demo(),
        new IssuanceMemory(exchanges),
        new SnapshotInProcess(transactions),
        pool,
        PoolLoad.half(pool),
        PoolLoad.thrice(pool),
        new PoolHour(pool, minutes),
        credo.issuing(),
        credo.verifying(inProcess));
  }

  @Override
  public Integer call() {
    var wanted =
        all().stream()
            .filter(one ->
                only.isEmpty()
                    ? !one.name().startsWith(POOL)
                        && !one.name().startsWith(PEER)
                        && !LONG.contains(one.name())
                    : only.contains(one.name()))
            .toList();
    if (wanted.isEmpty()
        || seconds < 1
        || seconds > SECONDS_MAX
        || minutes < 1
        || minutes > MINUTES_MAX
        || exchanges < EXCHANGES_MIN
        || exchanges > EXCHANGES_MAX
        || transactions < EXCHANGES_MIN
        || transactions > EXCHANGES_MAX) {
      throw new CommandLine.ParameterException(
          new CommandLine(this),
          "--only takes the names that --help lists, --seconds a number from 1 to "
              + SECONDS_MAX
              + ", --minutes one from 1 to "
              + MINUTES_MAX
              + ", --exchanges and --transactions one from "
              + EXCHANGES_MIN
              + " to "
              + EXCHANGES_MAX);
    }
    var progress = new Progress();
    var rows = new ArrayList<Row>();
    try (var stand = stand(progress)) {
      for (var measurement : wanted) {
        progress.say(measurement.what());
        rows.add(row(measurement, stand, progress));
      }
    }
    print(json ? Table.json(rows).toPrettyString() + "\n" : Table.text(rows));
    return rows.stream().anyMatch(Row::isFailed) ? 1 : 0;
  }

  // Who measures an hour runs the nodes as who runs them for months; the others measure a pool that
  // was just started, as `hansa pool up` has it.
  private Stand stand(Progress progress) {
    return new Stand(
        new SecureRandom(),
        Duration.ofSeconds(seconds),
        progress,
        only.equals(List.of("pool-hour"))
            ? NodeProcesses.Compilers.ALL
            : NodeProcesses.Compilers.QUICK);
  }

  // A row that cannot be measured says why, and the others still are.
  private static Row row(Measurement measurement, Stand stand, Progress progress) {
    try {
      var row = measurement.measure(stand);
      progress.say(String.format(Locale.ROOT, "  = %,.1f%s", row.value(), row.unit()));
      return row;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(measurement, "it was interrupted", progress);
    } catch (Exception e) {
      if (Boolean.getBoolean("hansa.trace")) {
        progress.say(trace(e));
      }
      return failed(measurement, reason(e), progress);
    }
  }

  private static Row failed(Measurement measurement, String reason, Progress progress) {
    progress.say("  not measured: " + reason);
    return Row.failed(measurement.name(), measurement.what(), reason);
  }

  private static String reason(@Nullable Throwable e) {
    return switch (e) {
      case null -> "no reason was given";
      case Measurement.WrongAnswer wrong -> "an answer was not right: " + wrong.getMessage();
      default ->
          e.getClass().getSimpleName()
              + Optional.ofNullable(e.getMessage()).map(says -> ": " + says).orElse("");
    };
  }

  private static String trace(Exception e) {
    var text = new java.io.StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static void print(String text) {
    var out =
        new PrintWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8),
            true);
    out.print(text);
    out.flush();
  }
}
