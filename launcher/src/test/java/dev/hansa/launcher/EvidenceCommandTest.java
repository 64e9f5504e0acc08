package dev.hansa.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Bytes;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Evidence;
import dev.hansa.ledgerprotocol.EvidenceFolder;
import dev.hansa.ledgerprotocol.LedgerHead;
import dev.hansa.ledgerprotocol.LedgerRoots;
import dev.hansa.ledgerprotocol.local.LocalLedger;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `hansa ledger evidence`, on files that a client wrote.
class EvidenceCommandTest {
  private final LocalLedger ledger = LocalLedger.found(Clock.systemUTC(), new SecureRandom());
  private final StringWriter out = new StringWriter();

  @TempDir private Path folder;
  private Path genesis;

  @BeforeEach
  void writeGenesis() throws IOException {
    genesis = Files.writeString(folder.resolve("genesis.json"), ledger.genesis().text());
  }

  private int run(Path file, Path trusted, String... more) {
    var arguments = new java.util.ArrayList<String>();
    arguments.addAll(
        java.util.List.of("ledger", "evidence", file.toString(), "--genesis", trusted.toString()));
    arguments.addAll(java.util.List.of(more));
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(out))
        .execute(arguments.toArray(String[]::new));
  }

  private Path kept(Evidence evidence) {
    new EvidenceFolder(folder.resolve("evidence"), _ -> {}).keep(evidence);
    return folder.resolve("evidence").resolve(evidence.digest().toHex() + ".json");
  }

  /// Another ledger at a height, signed by the key that signs the true one.
  private Checkpoint forked(long height) {
    var honest = ledger.signedCheckpoint();
    var roots =
        honest.ledgers().stream()
            .map(each ->
                new LedgerRoots(
                    each.ledger(),
                    each.size() + height,
                    each.logRoot(),
                    Bytes.utf8("another state").sha256()))
            .toList();
    return Checkpoint.sign(
        "hansa", new LedgerHead(height, honest.time(), roots), honest.signedAt(), ledger.nodeKey());
  }

  @Test
  void two_stories_that_one_key_signed_are_believed_and_told_in_words() {
    var evidence = Evidence.between(ledger.signedCheckpoint(), forked(0)).orElseThrow();
    assertThat(run(kept(evidence), genesis)).isZero();
    assertThat(out.toString())
        .contains(
            "Height 0 was signed with two app hashes",
            "Both checkpoints are signed as the genesis says.",
            "They cannot both be true");
  }

  @Test
  void a_file_with_a_byte_changed_is_not_believed() throws Exception {
    var file = kept(Evidence.between(ledger.signedCheckpoint(), forked(0)).orElseThrow());
    var bytes = Files.readAllBytes(file);
    for (int at : new int[] {2, bytes.length / 3, bytes.length / 2, bytes.length - 20}) {
      var changed = bytes.clone();
      changed[at] ^= 1;
      assertThat(run(Files.write(file, changed), genesis)).as("byte %d", at).isEqualTo(1);
    }
    assertThat(out.toString()).contains("This is no evidence: ");
  }

  @Test
  void what_nobody_showed_convicts_nobody_and_says_so() {
    assertThat(run(kept(Evidence.unshown(ledger.signedCheckpoint(), forked(5))), genesis, "--json"))
        .isEqualTo(1);
    assertThat(out.toString())
        .contains("\"evidence\":false", "\"kind\":\"history-not-proved\"", "\"heights\":[0,5]");
  }

  @Test
  void under_another_genesis_it_is_no_evidence() throws Exception {
    var other = LocalLedger.found(Clock.systemUTC(), new SecureRandom()).genesis();
    var trusted = Files.writeString(folder.resolve("other.json"), other.text());
    var evidence = Evidence.between(ledger.signedCheckpoint(), forked(0)).orElseThrow();
    assertThat(run(kept(evidence), trusted)).isEqualTo(1);
    assertThat(out.toString()).contains("wrong-signer");
  }

  @Test
  void a_file_that_is_not_there_is_a_file_that_cannot_be_used() {
    assertThat(run(folder.resolve("none.json"), genesis)).isEqualTo(4);
    assertThat(out.toString()).contains("cannot be read");
  }
}
