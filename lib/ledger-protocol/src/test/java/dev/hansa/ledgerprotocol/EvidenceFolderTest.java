package dev.hansa.ledgerprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.MalformedInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceFolderTest {
  @TempDir Path parent;

  private final Fixture f = new Fixture();
  private final RewritingNode node = new RewritingNode(f.ledger, f);
  private final List<String> lines = new ArrayList<>();

  private EvidenceFolder folder() {
    return new EvidenceFolder(parent.resolve("evidence"), lines::add);
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(parent.resolve("evidence"))) {
      return files.toList();
    }
  }

  private Evidence evidence(String story) {
    var honest = f.ledger.signedCheckpoint();
    return Evidence.between(honest, forked(honest, story)).orElseThrow();
  }

  private Checkpoint forked(Checkpoint honest, String story) {
    return node.sign(
        honest,
        roots ->
            new LedgerRoots(
                roots.ledger(), roots.size(), roots.logRoot(), Bytes.utf8(story).sha256()));
  }

  @Test
  void a_pair_is_written_once_for_its_owner_alone_and_reported_once() throws Exception {
    var evidence = evidence("one");
    folder().keep(evidence);
    // Signed again, later, it is the same pair.
    f.passes(Duration.ofSeconds(30));
    folder().keep(evidence("one"));
    assertThat(files())
        .singleElement()
        .satisfies(file -> {
          assertThat(file.getFileName()).hasToString(evidence.digest().toHex() + ".json");
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
              .isEqualTo("rw-------");
          assertThat(Evidence.verify(Json.parseObject(Files.readString(file)), f.ledger.genesis()))
              .isEqualTo(evidence);
        });
    assertThat(lines)
        .singleElement()
        .asString()
        .contains("two-app-hashes", "Height 0 was signed with two");
    folder().keep(evidence("two"));
    assertThat(files()).hasSize(2);
  }

  @Test
  void no_more_than_a_hundred_are_kept() throws Exception {
    for (int i = 0; i < EvidenceFolder.FILES_MAX + 5; i++) {
      folder().keep(evidence("story " + i));
    }
    assertThat(files()).hasSize(EvidenceFolder.FILES_MAX);
    assertThat(lines).hasSize(EvidenceFolder.FILES_MAX);
  }

  @Test
  void a_folder_that_cannot_be_written_is_reported_and_throws_nothing() throws Exception {
    assertThat(Files.writeString(parent.resolve("evidence"), "a file")).isNotNull();
    folder().keep(evidence("one"));
    assertThat(lines).singleElement().asString().contains("could not be kept");
  }

  @Test
  void a_file_with_any_byte_changed_is_not_believed() {
    var bytes = Json.utf8(evidence("one").toJson());
    for (int i = 0; i < bytes.length; i++) {
      var changed = bytes.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() ->
              Evidence.verify(
                  Json.parseObject(new String(changed, StandardCharsets.UTF_8)),
                  f.ledger.genesis()))
          .as("byte %d", i)
          .satisfiesAnyOf(
              e -> assertThat(e).isInstanceOf(Unproved.class),
              e -> assertThat(e).isInstanceOf(MalformedInput.class));
    }
  }

  @Test
  void what_does_not_contradict_itself_is_no_evidence() {
    var older = f.ledger.signedCheckpoint();
    assertThat(f.account()).isNotNull();
    var newer = f.ledger.signedCheckpoint();
    var claimed = Json.newObject().put("kind", "log-changed");
    claimed.set("first", older.toJson());
    claimed.set("second", newer.toJson());
    assertThatThrownBy(() -> Evidence.verify(claimed, f.ledger.genesis()))
        .isInstanceOf(MalformedInput.class);
    var same = Json.newObject().put("kind", "history-not-proved");
    same.set("first", older.toJson());
    same.set("second", older.toJson());
    assertThatThrownBy(() -> Evidence.verify(same, f.ledger.genesis()))
        .isInstanceOf(MalformedInput.class);
    var turned = Json.newObject().put("kind", "history-not-proved");
    turned.set("first", newer.toJson());
    turned.set("second", older.toJson());
    assertThatThrownBy(() -> Evidence.verify(turned, f.ledger.genesis()))
        .isInstanceOf(MalformedInput.class);
  }

  @Test
  void what_another_network_signed_is_no_evidence() {
    var other =
        dev.hansa.ledgerprotocol.local.LocalLedger.found("hansa", f, new SecureRandom()).genesis();
    assertThatThrownBy(() -> Evidence.verify(evidence("one").toJson(), other))
        .isInstanceOfSatisfying(
            Unproved.class, e -> assertThat(e.reason()).isEqualTo(Unproved.Reason.WRONG_SIGNER));
  }
}
