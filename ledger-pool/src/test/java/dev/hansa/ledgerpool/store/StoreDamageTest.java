package dev.hansa.ledgerpool.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hansa.identity.Bytes;
import dev.hansa.ledgerpool.RunningNode;
import dev.hansa.ledgerpool.StoryClock;
import dev.hansa.ledgerpool.TestNetwork;
import dev.hansa.ledgerpool.domain.CannotServe;
import dev.hansa.ledgerpool.domain.LedgerStore;
import dev.hansa.ledgerpool.domain.StoreDamaged;
import dev.hansa.ledgerpool.domain.Submission;
import dev.hansa.ledgerprotocol.LedgerAudit;
import dev.hansa.ledgerprotocol.SubLedger;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store is damaged at 50 places, from a seed: each time either the start or a read says so, or
/// the bytes held no data and everything reads as it was.
class StoreDamageTest {
  private static final int PLACES = 50;
  private static final int REQUESTS_PER_RUN = 60;
  private static final long SEED = 20_261_124;

  @TempDir static Path temp;
  private static Path good;
  private static List<Bytes> content;

  private enum Verdict {
    REFUSED_AT_START,
    FOUND_AT_READ,
    HARMLESS
  }

  @BeforeAll
  static void fill() throws Exception {
    good = temp.resolve("good");
    // Each start but the first moves what was logged into a table file; the last run stays a log.
    for (int run = 0; run < 3; run++) {
      try (var node =
          RunningNode.start(
              good,
              TestNetwork.GENESIS,
              TestNetwork.NODE,
              new StoryClock(),
              100,
              (checkpoint, requests, took) -> {})) {
        for (int i = 0; i < REQUESTS_PER_RUN; i++) {
          var request = TestNetwork.nym("damage-" + run + "-" + i);
          assertThat(node.engine().submit(request).get(20, TimeUnit.SECONDS))
              .isInstanceOf(Submission.Settled.class);
        }
      }
    }
    try (var folder = open(good)) {
      content = readAll(folder.store());
    }
    assertThat(content).hasSizeGreaterThan(9 * REQUESTS_PER_RUN);
    assertThat(dataFiles(good)).anyMatch(path -> path.toString().endsWith(".sst"));
  }

  private static LedgerFolder open(Path folder) {
    return LedgerFolder.open(folder, TestNetwork.GENESIS, TestNetwork::founding);
  }

  /// Everything that can be asked of a store.
  private static List<Bytes> readAll(LedgerStore store) {
    var all = new ArrayList<Bytes>();
    var damage = LedgerAudit.firstDamage(store);
    if (damage.isPresent()) {
      throw new StoreDamaged(damage.orElseThrow());
    }
    var checkpoint = store.checkpoint().orElseThrow();
    all.add(Bytes.utf8(checkpoint.toJson().toString()));
    for (long height = 0; height <= checkpoint.height(); height++) {
      var block = store.block(height).orElseThrow(() -> new StoreDamaged("no block"));
      all.add(Bytes.utf8(block.toJson().toString()));
      for (var request : block.requests()) {
        var seen = store.seen(Bytes.fromHex(request.payloadDigest()));
        all.add(Bytes.utf8(seen.orElseThrow(() -> new StoreDamaged("not seen")).toString()));
      }
    }
    for (var ledger : SubLedger.ALL) {
      for (long seqNo = 1; seqNo <= checkpoint.roots(ledger).size(); seqNo++) {
        all.add(store.transaction(ledger, seqNo).orElseThrow());
      }
    }
    return all;
  }

  private static List<Path> dataFiles(Path folder) throws IOException {
    var files = new ArrayList<Path>();
    for (var path : Folders.all(folder)) {
      var name = path.getFileName().toString();
      if (Files.isRegularFile(path)
          && Files.size(path) > 0
          && (name.endsWith(".sst")
              || name.endsWith(".log")
              || name.startsWith("MANIFEST")
              || name.equals("CURRENT")
              || name.equals("checkpoint.json"))) {
        files.add(folder.relativize(path));
      }
    }
    return files;
  }

  @Test
  void damage_at_fifty_places_is_never_served_as_good() throws Exception {
    var random = new SplittableRandom(SEED);
    int found = 0;
    var harmless = new ArrayList<String>();
    for (int place = 0; place < PLACES; place++) {
      var folder = temp.resolve("place-" + place);
      Folders.copy(good, folder);
      var what = damage(folder, random);
      if (verdict(folder, what) == Verdict.HARMLESS) {
        harmless.add(what);
      } else {
        found++;
      }
      Folders.delete(folder);
    }
    assertThat(found).as("places that were found; harmless: %s", harmless).isGreaterThan(40);
  }

  private static String damage(Path folder, SplittableRandom random) throws IOException {
    var files = dataFiles(folder);
    var name = files.get(random.nextInt(files.size()));
    try (var file = new RandomAccessFile(folder.resolve(name.toString()).toFile(), "rw")) {
      long at = random.nextLong(file.length());
      if (random.nextInt(4) == 0) {
        file.setLength(at);
        return name + " cut at " + at;
      }
      int bit = random.nextInt(8);
      file.seek(at);
      int value = file.read();
      file.seek(at);
      file.write(value ^ (1 << bit));
      return name + " bit " + bit + " of byte " + at;
    }
  }

  private static Verdict verdict(Path folder, String what) {
    try (var opened = open(folder)) {
      assertThat(readAll(opened.store())).as(what).isEqualTo(content);
      return Verdict.HARMLESS;
    } catch (CannotServe e) {
      assertThat(e.getMessage()).as(what).contains("damaged").contains("backup");
      return Verdict.REFUSED_AT_START;
    } catch (StoreDamaged e) {
      return Verdict.FOUND_AT_READ;
    }
  }

  @Test
  void a_value_under_another_key_is_not_read_as_good() {
    var sealed = SealedValue.seal(Column.LOG, new byte[] {1}, new byte[] {7});
    assertThat(SealedValue.open(Column.LOG, new byte[] {1}, sealed)).containsExactly(7);
    assertThat(List.of(Column.LOG, Column.TRIE))
        .allSatisfy(column ->
            assertThat(catchThrowable(() -> SealedValue.open(column, new byte[] {2}, sealed)))
                .isInstanceOf(StoreDamaged.class));
  }

  @Test
  void every_flipped_bit_of_a_value_is_noticed() {
    var key = Bytes.utf8("key").toArray();
    var sealed = SealedValue.seal(Column.TRIE, key, Bytes.utf8("a value").toArray());
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      var flipped = sealed.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(catchThrowable(() -> SealedValue.open(Column.TRIE, key, flipped)))
          .isInstanceOf(StoreDamaged.class);
    }
  }
}
