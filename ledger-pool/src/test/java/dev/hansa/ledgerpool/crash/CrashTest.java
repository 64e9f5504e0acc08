package dev.hansa.ledgerpool.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hansa.identity.Bytes;
import dev.hansa.ledgerpool.RunningNode;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.domain.Submission;
import dev.hansa.ledgerpool.store.LedgerFolder;
import dev.hansa.ledgerpool.store.Replays;
import dev.hansa.ledgerprotocol.Leaves;
import dev.hansa.ledgerprotocol.LedgerAudit;
import dev.hansa.ledgerprotocol.Outcome;
import dev.hansa.ledgerprotocol.SubLedger;
import dev.hansa.ledgerprotocol.replay.ReplayMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes that end in the middle of their work. `-Dhansa.crash.rounds=20` kills twenty times.
class CrashTest {
  private static final int ROUNDS = Integer.getInteger("hansa.crash.rounds", 5);
  private static final long SEED = Long.getLong("hansa.crash.seed", 20_261_124L);
  private static final int ACKNOWLEDGED_MAX = 200;

  @TempDir Path folder;

  @Test
  void what_was_acknowledged_survives_kill_9_and_is_there_once() throws Exception {
    var random = new SplittableRandom(SEED);
    var acknowledged = new TreeMap<String, Long>();
    for (int round = 0; round < ROUNDS; round++) {
      var child = java("-XX:TieredStopAtLevel=1", Child.class, folder.toString(), "r" + round);
      int killAfter = 1 + random.nextInt(ACKNOWLEDGED_MAX);
      int written = 0;
      try (var lines = output(child)) {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          note(line, acknowledged);
          written += line.startsWith("written") ? 1 : 0;
          if (written == killAfter) {
            // Through the handle, as what is in the pipe is still to be read.
            assertThat(child.toHandle().destroyForcibly()).isTrue();
          }
        }
      }
      assertThat(child.waitFor()).as("killed, not ended").isEqualTo(128 + 9);
      assertThat(written).isGreaterThanOrEqualTo(killAfter);
      try (var opened = LedgerFolder.open(folder, TestNetwork.GENESIS, TestNetwork::founding)) {
        assertAllThereOnce(opened, acknowledged);
      }
    }
    assertThatItGoesOn(acknowledged);
    assertThatItReplaysElsewhere();
  }

  private static void note(String line, Map<String, Long> acknowledged) {
    var words = line.split(" ", -1);
    // The process may have been killed within its last line.
    if (words.length == 3 && words[0].equals("written") && !words[2].isEmpty()) {
      var _ = acknowledged.put(words[1], Long.parseLong(words[2]));
    }
  }

  private static void assertAllThereOnce(LedgerFolder opened, Map<String, Long> acknowledged) {
    var store = opened.store();
    assertThat(LedgerAudit.firstDamage(store)).isEmpty();
    acknowledged.forEach((name, seqNo) -> {
      var digest = TestNetwork.nym(name).payloadDigest();
      var seen = store.seen(Bytes.fromHex(digest)).orElseThrow();
      assertThat(seen.seqNo()).as(name).isEqualTo(seqNo);
      assertThat(digest(opened, seqNo)).as(name).isEqualTo(digest);
    });
    var digests = new HashSet<String>();
    long size = store.checkpoint().orElseThrow().roots(SubLedger.DOMAIN).size();
    for (long seqNo = TestNetwork.GENESIS.domain().size() + 1L; seqNo <= size; seqNo++) {
      assertThat(digests.add(digest(opened, seqNo))).as("written once").isTrue();
    }
  }

  private static String digest(LedgerFolder opened, long seqNo) {
    var leaf = opened.store().transaction(SubLedger.DOMAIN, seqNo).orElseThrow();
    return Leaves.decode(leaf).at("/txn/metadata/payloadDigest").asText();
  }

  private void assertThatItGoesOn(Map<String, Long> acknowledged) throws Exception {
    try (var node =
        RunningNode.start(
            folder,
            TestNetwork.GENESIS,
            TestNetwork.NODE,
            Clock.systemUTC(),
            1000,
            (checkpoint, requests, took) -> {})) {
      var name = acknowledged.keySet().iterator().next();
      var again = node.engine().submit(TestNetwork.nym(name)).get(20, TimeUnit.SECONDS);
      var outcome = (Outcome.Written) ((Submission.Settled) again).outcome();
      assertThat(outcome.alreadyThere()).isTrue();
      assertThat(outcome.seqNo()).isEqualTo(acknowledged.get(name));
    }
  }

  /// Another language, another time zone, one processor: the app hash is the same.
  private void assertThatItReplaysElsewhere() throws Exception {
    var files = Files.createDirectory(folder.resolve("replay"));
    String expected;
    try (var opened = LedgerFolder.open(folder, TestNetwork.GENESIS, TestNetwork::founding)) {
      var _ = Replays.writeFiles(TestNetwork.GENESIS, opened.store(), files);
      expected = opened.store().checkpoint().orElseThrow().appHash().toHex();
    }
    var arguments =
        new String[] {
          files.resolve("genesis.json").toString(), files.resolve("blocks.jsonl").toString()
        };
    var child =
        java(
            "-XX:TieredStopAtLevel=1 -XX:ActiveProcessorCount=1 -Duser.language=tr"
                + " -Duser.country=TR -Duser.timezone=Asia/Kathmandu",
            ReplayMain.class,
            arguments);
    try (var lines = output(child)) {
      assertThat(lines.readLine()).isEqualTo(expected);
    }
    assertThat(child.waitFor()).isZero();
  }

  @Test
  void a_disk_that_takes_no_more_halts_the_node_and_loses_nothing() throws Exception {
    assumeThat(Path.of("/usr/bin/prlimit")).as("a way to make writes fail").exists();
    var child = java("-XX:TieredStopAtLevel=1", Child.class, folder.toString(), "full");
    var acknowledged = new TreeMap<String, Long>();
    var said = new ArrayList<String>();
    try (var lines = output(child)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals("started")) {
          limitFiles(child, 512 * 1024);
        }
        note(line, acknowledged);
        said.add(line);
      }
    }
    assertThat(child.waitFor()).isZero();
    assertThat(said.getLast()).startsWith("halted the store cannot be written");
    assertThat(acknowledged).isNotEmpty();
    try (var opened = LedgerFolder.open(folder, TestNetwork.GENESIS, TestNetwork::founding)) {
      assertAllThereOnce(opened, acknowledged);
    }
  }

  private static void limitFiles(Process child, long bytes) throws Exception {
    var limit =
        new ProcessBuilder(
                "/usr/bin/prlimit", "--pid", Long.toString(child.pid()), "--fsize=" + bytes)
            .inheritIO()
            .start();
    assertThat(limit.waitFor()).isZero();
  }

  private static Process java(String flags, Class<?> main, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags.split(" ", -1)));
    command.addAll(List.of("-Xmx256m", "--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static BufferedReader output(Process child) {
    return child.inputReader(StandardCharsets.UTF_8);
  }
}
