package dev.hansa.launcher.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.VerificationKey.Ed25519Key;
import dev.hansa.ledgerprotocol.HttpLedgerTransport;
import dev.hansa.ledgerprotocol.NodeEntry;
import dev.hansa.ledgerprotocol.RequestBuilder;
import dev.hansa.ledgerprotocol.Role;
import dev.hansa.ledgerprotocol.local.LocalLedger;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whom `pool explain` asks.
class PoolAccountsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

  private final SecureRandom random = new SecureRandom();

  @TempDir private Path temporary;

  @Test
  void a_node_that_was_let_in_later_is_asked_also_when_the_pool_has_stood_still_for_a_month() {
    var ledger = LocalLedger.found(CLOCK, random);
    var key = (Ed25519Key) PrivateKeys.fromJwk(PrivateKeys.newEd25519Jwk(random)).publicKey();
    var steward = ledger.organisation(Role.STEWARD);
    var _ =
        ledger.write(
            RequestBuilder.node(steward.did(), key, "Node5")
                .at("127.0.1.5", 9701, "127.0.1.5", 9703, "0".repeat(40))
                .reqId(1)
                .build()
                .signedBy(steward.did(), steward.nym()));

    var later = Clock.offset(CLOCK, Duration.ofDays(30));

    assertThat(PoolAccounts.nodes(ledger.genesis(), ledger, later))
        .extracting(NodeEntry::alias)
        .contains("Node5");
  }

  @Test
  void where_no_node_answers_those_of_the_genesis_are_asked() {
    var hosts = List.of("127.0.1.1", "127.0.1.2", "127.0.1.3", "127.0.1.4");
    var genesis = new PoolFolder(temporary).init("hansa", 3, hosts, random, CLOCK);
    // Nobody listens at port 1.
    var nobody =
        new HttpLedgerTransport(
            List.of(URI.create("http://127.0.0.1:1")), HttpClient.newHttpClient());

    assertThat(PoolAccounts.nodes(genesis, nobody, CLOCK))
        .extracting(NodeEntry::alias)
        .containsExactlyInAnyOrder("Node1", "Node2", "Node3", "Node4");
  }
}
