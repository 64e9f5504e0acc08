package dev.hansa.bench;

import dev.hansa.identity.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Prints the table of `docs/reference/performance.md`, measured now on this machine.
@Command(
    name = "bench",
    description = "Measures the house, beside limits measured in the same run.",
    mixinStandardHelpOptions = true)
public final class Main implements java.util.concurrent.Callable<Integer> {
  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    var random = new SecureRandom();
    var rows = new ArrayList<Row>();
    double ed25519 = SignatureBench.ed25519Checks(random);
    double es256 = SignatureBench.es256Checks(random);
    rows.add(Row.rate("Ed25519 checks, one thread", ed25519, 0, "", 0));
    rows.add(Row.rate("ES256 checks, one thread", es256, 0, "", 0));
    rows.add(PresentationBench.run(random, es256));
    rows.add(MatchingBench.run());
    rows.addAll(LedgerBench.run(random, ed25519));
    print(rows);
    return 0;
  }

  private void print(List<Row> rows) {
    var out =
        new PrintWriter(
            new java.io.OutputStreamWriter(
                new java.io.FileOutputStream(java.io.FileDescriptor.out), StandardCharsets.UTF_8),
            true);
    if (json) {
      var list = Json.newArray();
      rows.forEach(row ->
          list.addObject()
              .put("what", row.what())
              .put("value", Math.round(row.perSecond()))
              .put("unit", row.unit())
              .put("target", Math.round(row.target()))
              .put("limit", row.limitName())
              .put("limitValue", Math.round(row.limit())));
      out.println(list);
      return;
    }
    out.println("| what | measured | target | limit in the same run | ratio |");
    out.println("|---|---|---|---|---|");
    rows.forEach(row ->
        out.println(
            String.format(
                Locale.ROOT,
                "| %s | %,.0f%s | %s | %s | %s |",
                row.what(),
                row.perSecond(),
                row.unit(),
                row.target() == 0
                    ? "–"
                    : String.format(
                        Locale.ROOT, "%,.0f %s", row.target(), row.isMet() ? "(met)" : "(missed)"),
                row.limit() == 0
                    ? "–"
                    : String.format(Locale.ROOT, "%s: %,.0f", row.limitName(), row.limit()),
                row.limit() == 0
                    ? "–"
                    : String.format(Locale.ROOT, "%.2f", row.perSecond() / row.limit()))));
  }
}
