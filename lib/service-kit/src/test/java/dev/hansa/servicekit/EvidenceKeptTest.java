package dev.hansa.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.Evidence;
import dev.hansa.ledgerprotocol.Genesis;
import dev.hansa.ledgerprotocol.LedgerClient;
import dev.hansa.ledgerprotocol.LedgerHead;
import dev.hansa.ledgerprotocol.LedgerRoots;
import dev.hansa.ledgerprotocol.LedgerTransport;
import dev.hansa.ledgerprotocol.SubLedger;
import dev.hansa.ledgerprotocol.local.LocalLedger;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service whose ledger tells two stories.
class EvidenceKeptTest {
  private final LocalLedger ledger = LocalLedger.found(Clock.systemUTC(), new SecureRandom());

  @TempDir private Path data;

  /// A node that signs another ledger at the same height once it was asked.
  private final class TwoStories implements LedgerTransport {
    private boolean asked;

    @Override
    public Answer checkpoint() {
      var honest = ledger.signedCheckpoint();
      if (!asked) {
        asked = true;
        return new Answer(200, honest.toJson());
      }
      var roots =
          honest.ledgers().stream()
              .map(each ->
                  new LedgerRoots(
                      each.ledger(),
                      each.size(),
                      each.logRoot(),
                      Bytes.utf8("another state").sha256()))
              .toList();
      var head = new LedgerHead(honest.height(), honest.time(), roots);
      return new Answer(
          200, Checkpoint.sign("hansa", head, honest.signedAt(), ledger.nodeKey()).toJson());
    }

    @Override
    public Answer submit(String request) {
      return ledger.submit(request);
    }

    @Override
    public Answer state(SubLedger subLedger, Bytes key) {
      return ledger.state(subLedger, key);
    }

    @Override
    public Answer list(SubLedger subLedger, Bytes prefix) {
      return ledger.list(subLedger, prefix);
    }

    @Override
    public Answer transaction(SubLedger subLedger, long seqNo) {
      return ledger.transaction(subLedger, seqNo);
    }

    @Override
    public Answer consistency(SubLedger subLedger, long first, long second) {
      return ledger.consistency(subLedger, first, second);
    }
  }

  private ApplicationContext service(Map<String, Object> settings) {
    var context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(settings)
            .build();
    var _ = context.registerSingleton(Clock.class, Clock.systemUTC(), null, false);
    var _ = context.registerSingleton(Genesis.class, ledger.genesis(), null, false);
    var _ = context.registerSingleton(LedgerTransport.class, new TwoStories(), null, false);
    return context.start();
  }

  private static void assertRefused(ApplicationContext context) {
    var client = context.getBean(LedgerClient.class);
    assertThat(client.checkpoint().height()).isZero();
    assertThatThrownBy(client::checkpoint)
        .isInstanceOf(LedgerUnavailable.class)
        .hasMessageContaining("contradiction");
  }

  @Test
  void a_service_keeps_evidence_in_its_data_folder() throws Exception {
    try (var context = service(Map.of("hansa.data", data.toString()))) {
      assertRefused(context);
    }
    try (var files = Files.list(data.resolve("evidence"))) {
      assertThat(files.toList())
          .singleElement()
          .satisfies(file -> {
            var evidence =
                Evidence.verify(Json.parseObject(Files.readString(file)), ledger.genesis());
            assertThat(evidence.kind()).isEqualTo(Evidence.Kind.TWO_APP_HASHES);
          });
    }
  }

  @Test
  void a_service_without_a_data_folder_refuses_all_the_same() {
    try (var context = service(Map.of())) {
      assertRefused(context);
    }
    assertThat(data).isEmptyDirectory();
  }
}
