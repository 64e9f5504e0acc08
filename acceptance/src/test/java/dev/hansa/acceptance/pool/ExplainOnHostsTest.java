package dev.hansa.acceptance.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.ledgerprotocol.explain.Explanation;
import dev.hansa.ledgerprotocol.explain.Explanation.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Faults are injected into four running nodes, one after another, and `hansa pool explain` is
/// asked what is wrong. It is right when it names the kind and the node, and says so again three
/// seconds later (but for what passes by itself). `-Dhansa.explain.variations=5` injects each kind
/// in five variations, which takes half an hour; the table is in `target/explain.md`.
@Tag("hosts")
class ExplainOnHostsTest {
  private static final int VARIATIONS =
      Math.min(Fault.VARIATIONS, Integer.getInteger("hansa.explain.variations", 1));
  private static final int FIRST = Integer.getInteger("hansa.explain.first", 0);
  private static final Set<String> ONLY =
      Set.copyOf(
          List.of(System.getProperty("hansa.explain.only", "").split(",")).stream()
              .filter(word -> !word.isEmpty())
              .toList());

  /// One of fifteen more or less is not a measure.
  private static final double RIGHT_MIN = VARIATIONS == Fault.VARIATIONS ? 0.95 : 0.85;

  private static final int DISK_MB = 400;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration STEADY = Duration.ofSeconds(3);
  private static final Logger LOG = LoggerFactory.getLogger("explain");

  @TempDir Path folder;

  /// One line of the table: what was injected, what was told, after how many seconds.
  private record Told(Fault fault, boolean right, Explanation last, double seconds, String before) {
    String line() {
      return Stream.of(
              fault.kind().code(),
              fault.what(),
              fault.victim().map(node -> "Node" + node).orElse("–"),
              right ? "yes" : "no",
              String.valueOf(Math.round(seconds * 10) / 10.0),
              before,
              last.sentence())
          .collect(Collectors.joining(" | ", "| ", " |"));
    }
  }

  @Test
  void what_was_injected_is_what_is_told() throws IOException {
    var told = new ArrayList<Told>();
    try (var pool = HostedPool.found(folder.resolve("p"), 4, DISK_MB)) {
      pool.startAll();
      for (var kind : Kind.values()) {
        for (int v = FIRST; v < FIRST + VARIATIONS; v++) {
          if (ONLY.isEmpty() || ONLY.contains(kind.code())) {
            Fault.of(pool, kind, v % Fault.VARIATIONS)
                .ifPresent(fault -> told.add(tell(pool, fault)));
          }
        }
      }
    } finally {
      print(told);
    }
    long right = told.stream().filter(Told::right).count();
    assertThat(told).isNotEmpty();
    assertThat((double) right / told.size())
        .as("%d of %d are right", right, told.size())
        .isGreaterThanOrEqualTo(RIGHT_MIN);
  }

  private static Told tell(HostedPool pool, Fault fault) {
    LOG.info("injected: {}, {}", fault.kind().code(), fault.what());
    fault.inject().run();
    long began = System.nanoTime();
    var before = new LinkedHashSet<String>();
    var last = pool.explain();
    while (!isRight(fault, last) && System.nanoTime() - began < PATIENCE.toNanos()) {
      before.add(last.kind().code());
      HostedPool.pause(Duration.ofMillis(200));
      last = pool.explain();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    boolean right = isRight(fault, last);
    if (right && !fault.passes()) {
      HostedPool.pause(STEADY);
      last = pool.explain();
      right = isRight(fault, last);
    }
    fault.mend().run();
    pool.untilInStep();
    var told = new Told(fault, right, last, seconds, String.join(", ", before));
    LOG.info("told: {}", told.line());
    if (!right) {
      LOG.warn("told: {} {}", last.kind(), last.evidence());
    }
    return told;
  }

  private static boolean isRight(Fault fault, Explanation told) {
    var all = told.sentence() + " " + String.join(" ", told.evidence());
    return told.kind() == fault.kind()
        && fault.victim().map(node -> all.contains("Node" + node)).orElse(true);
  }

  private static void print(List<Told> told) throws IOException {
    var counts = new TreeMap<Kind, long[]>();
    for (var one : told) {
      var count = counts.computeIfAbsent(one.fault().kind(), _ -> new long[2]);
      count[0] += one.right() ? 1 : 0;
      count[1]++;
    }
    var lines = new ArrayList<String>();
    lines.add("| kind | right | of |");
    lines.add("|---|---|---|");
    counts.forEach((kind, count) ->
        lines.add("| " + kind.code() + " | " + count[0] + " | " + count[1] + " |"));
    lines.add("");
    lines.add("| injected | how | where | right | after s | said before | told |");
    lines.add("|---|---|---|---|---|---|---|");
    told.forEach(one -> lines.add(one.line()));
    var text = lines.stream().collect(Collectors.joining("\n", "", "\n"));
    Files.writeString(Path.of("target", "explain.md"), text, StandardCharsets.UTF_8);
    LOG.info("\n{}", text);
  }
}
