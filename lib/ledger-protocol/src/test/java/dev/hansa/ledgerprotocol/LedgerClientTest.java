package dev.hansa.ledgerprotocol;

import static dev.hansa.ledgerprotocol.Fixture.NOON;
import static dev.hansa.ledgerprotocol.Fixture.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.CredentialType.IssuedBy;
import dev.hansa.identity.LedgerUnavailable;
import dev.hansa.identity.Vct;
import dev.hansa.ledgerprotocol.local.LocalLedger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// A node may say what it likes.
class LedgerClientTest {
  private static final Bytes KEY = Keys.credentialType(Vct.hansa("one"));
  private static final Bytes ABSENT = Keys.credentialType(Vct.hansa("none"));

  private final Fixture f = new Fixture();
  private final LedgerClient client = f.ledger.client();

  LedgerClientTest() {
    f.ledger.credentialType(Vct.hansa("one"), IssuedBy.ACCREDITED);
    f.ledger.credentialType(Vct.hansa("two"), IssuedBy.MANDATOR);
  }

  /// A node that changes each answer before it gives it.
  private record Liar(LedgerTransport honest, Consumer<ObjectNode> lie) implements LedgerTransport {
    private Answer bent(Answer answer) {
      lie.accept(answer.body());
      return answer;
    }

    @Override
    public Answer submit(String request) {
      return bent(honest.submit(request));
    }

    @Override
    public Answer state(SubLedger ledger, Bytes key) {
      return bent(honest.state(ledger, key));
    }

    @Override
    public Answer list(SubLedger ledger, Bytes prefix) {
      return bent(honest.list(ledger, prefix));
    }

    @Override
    public Answer transaction(SubLedger ledger, long seqNo) {
      return bent(honest.transaction(ledger, seqNo));
    }

    @Override
    public Answer checkpoint() {
      return bent(honest.checkpoint());
    }

    @Override
    public Answer consistency(SubLedger ledger, long first, long second) {
      return bent(honest.consistency(ledger, first, second));
    }
  }

  private record Several(List<LedgerTransport> nodes) implements LedgerTransport {
    @Override
    public Answer submit(String request) {
      return nodes.getFirst().submit(request);
    }

    @Override
    public Answer state(SubLedger ledger, Bytes key) {
      return nodes.getFirst().state(ledger, key);
    }

    @Override
    public Answer list(SubLedger ledger, Bytes prefix) {
      return nodes.getFirst().list(ledger, prefix);
    }

    @Override
    public Answer transaction(SubLedger ledger, long seqNo) {
      return nodes.getFirst().transaction(ledger, seqNo);
    }

    @Override
    public Answer checkpoint() {
      return nodes.getFirst().checkpoint();
    }

    @Override
    public Answer consistency(SubLedger ledger, long first, long second) {
      return nodes.getFirst().consistency(ledger, first, second);
    }
  }

  private LedgerClient lied(Consumer<ObjectNode> lie) {
    return new LedgerClient(f.ledger.genesis(), new Liar(f.ledger, lie), f);
  }

  private static void assertUnproved(Supplier<?> read, Unproved.Reason reason) {
    assertThatThrownBy(read::get)
        .isInstanceOf(LedgerUnavailable.class)
        .hasMessageContaining(reason.code())
        .cause()
        .isInstanceOfSatisfying(
            Unproved.class, unproved -> assertThat(unproved.reason()).isEqualTo(reason));
  }

  @Test
  void what_is_there_and_what_is_not_is_proved() {
    assertThat(client.state(SubLedger.DOMAIN, KEY).value()).isPresent();
    assertThat(client.state(SubLedger.DOMAIN, ABSENT).value()).isEmpty();
    assertThat(client.state(SubLedger.MARKET, KEY).value()).isEmpty();
    assertThat(client.list(SubLedger.DOMAIN, Keys.CREDENTIAL_TYPES).value()).hasSize(2);
    assertThat(client.list(SubLedger.MARKET, Keys.CREDENTIAL_TYPES).value()).isEmpty();
    assertThat(client.transaction(SubLedger.DOMAIN, 1).value().path("ver").asText()).isEqualTo("1");
    assertThat(client.checkpoint().height()).isEqualTo(2);
  }

  @Test
  void an_answer_is_verified_again_offline() {
    var proof = client.state(SubLedger.DOMAIN, KEY).proof();
    assertThat(Proofs.verifyState(proof, f.ledger.genesis()).value()).isPresent();
    var other = LocalLedger.found("other", f, new SecureRandom()).genesis();
    assertThatThrownBy(() -> Proofs.verifyState(proof, other)).isInstanceOf(Unproved.class);
  }

  @Test
  void a_write_is_proved_and_the_same_write_twice_is_one() {
    var account = f.newAccount();
    var request =
        f.build(
            RequestBuilder.newNym(f.trustee.did(), account.did(), key(account.nym())), f.trustee);
    var first = (WriteResult.Written) client.submit(request);
    assertThat(first).isEqualTo(new WriteResult.Written(SubLedger.DOMAIN, 7, 3, NOON, false));
    f.passes(Duration.ofSeconds(5));
    assertThat(client.submit(request))
        .isEqualTo(new WriteResult.Written(SubLedger.DOMAIN, 7, 3, NOON, true));
    assertThat(client.submit(request.signedBy(f.second.did(), f.second.nym())))
        .isEqualTo(new WriteResult.OtherSignatures());
    assertThat(client.checkpoint().height()).isEqualTo(3);
  }

  @Test
  void the_same_request_twice_in_a_block_is_written_once() {
    var account = f.newAccount();
    var request =
        f.build(
            RequestBuilder.newNym(f.trustee.did(), account.did(), key(account.nym())), f.trustee);
    var result = f.ledger.block(List.of(request, request));
    assertThat(result.writes().transactions()).hasSize(1);
    assertThat(((Outcome.Written) result.outcomes().get(1)).alreadyThere()).isTrue();
  }

  @Test
  void a_refusal_names_its_rule_and_leaves_the_ledger_as_it_is() {
    var before = client.checkpoint();
    var account = f.newAccount();
    var request =
        f.build(RequestBuilder.newNym(account.did(), account.did(), key(account.nym())), account);
    assertThat(client.submit(request))
        .isInstanceOfSatisfying(
            WriteResult.Refused.class,
            refused -> assertThat(refused.rule()).isEqualTo("not-authorised"));
    assertThat(client.checkpoint().appHash()).isEqualTo(before.appHash());
    assertThat(client.checkpoint().height()).isEqualTo(before.height());
  }

  @Test
  void a_lie_about_a_value_is_refused() {
    var other = Bytes.utf8("{\"lie\":true}").toBase64Url();
    assertUnproved(
        () -> lied(answer -> answer.put("value", other)).state(SubLedger.DOMAIN, KEY),
        Unproved.Reason.VALUE_NOT_PROVED);
    assertUnproved(
        () -> lied(answer -> answer.put("value", other)).state(SubLedger.DOMAIN, ABSENT),
        Unproved.Reason.VALUE_NOT_PROVED);
  }

  @Test
  void an_invented_absence_is_refused() {
    assertUnproved(
        () -> lied(answer -> answer.putNull("value")).state(SubLedger.DOMAIN, KEY),
        Unproved.Reason.VALUE_NOT_PROVED);
    assertUnproved(
        () ->
            lied(
                    answer -> {
                      answer.putNull("value");
                      answer.putArray("nodes");
                    })
                .state(SubLedger.DOMAIN, KEY),
        Unproved.Reason.STATE_NOT_PROVED);
  }

  @Test
  void a_dropped_list_entry_is_refused() {
    int nodes = client.list(SubLedger.DOMAIN, Keys.CREDENTIAL_TYPES).proof().get("nodes").size();
    for (int i = 0; i < nodes; i++) {
      int dropped = i;
      assertUnproved(
          () ->
              lied(
                      answer -> {
                        var _ = ((ArrayNode) answer.get("nodes")).remove(dropped);
                      })
                  .list(SubLedger.DOMAIN, Keys.CREDENTIAL_TYPES),
          Unproved.Reason.LIST_NOT_PROVED);
    }
  }

  @Test
  void an_answer_to_another_question_is_refused() {
    var elsewhere = f.ledger.state(SubLedger.DOMAIN, ABSENT).body();
    assertUnproved(
        () -> lied(answer -> answer.setAll(elsewhere)).state(SubLedger.DOMAIN, KEY),
        Unproved.Reason.OTHER_QUESTION);
    var shorter = f.ledger.list(SubLedger.DOMAIN, KEY).body();
    assertUnproved(
        () -> lied(answer -> answer.setAll(shorter)).list(SubLedger.DOMAIN, Keys.CREDENTIAL_TYPES),
        Unproved.Reason.OTHER_QUESTION);
    var first = f.ledger.transaction(SubLedger.DOMAIN, 1).body();
    assertUnproved(
        () -> lied(answer -> answer.setAll(first)).transaction(SubLedger.DOMAIN, 2),
        Unproved.Reason.OTHER_QUESTION);
  }

  @Test
  void a_changed_transaction_is_refused() {
    assertUnproved(
        () ->
            lied(answer -> ((ObjectNode) answer.get("transaction")).put("ver", "2"))
                .transaction(SubLedger.DOMAIN, 1),
        Unproved.Reason.TRANSACTION_NOT_PROVED);
    assertUnproved(
        () -> lied(answer -> answer.put("seqNo", 2)).transaction(SubLedger.DOMAIN, 1),
        Unproved.Reason.TRANSACTION_NOT_PROVED);
  }

  @Test
  void a_checkpoint_of_another_network_or_signer_is_refused() {
    var other = LocalLedger.found("other", f, new SecureRandom());
    assertUnproved(
        () -> new LedgerClient(f.ledger.genesis(), other, f).checkpoint(),
        Unproved.Reason.WRONG_NETWORK);
    var same = LocalLedger.found("hansa", f, new SecureRandom());
    assertUnproved(
        () -> new LedgerClient(f.ledger.genesis(), same, f).checkpoint(),
        Unproved.Reason.WRONG_SIGNER);
    assertUnproved(
        () -> lied(answer -> answer.put("height", 99)).checkpoint(), Unproved.Reason.WRONG_SIGNER);
    assertUnproved(
        () -> lied(answer -> answer.put("signedAt", "2026-11-24T12:00:01Z")).checkpoint(),
        Unproved.Reason.WRONG_SIGNER);
    assertUnproved(
        () ->
            lied(answer -> answer.put("appHash", Bytes.utf8("x").sha256().toBase64Url()))
                .checkpoint(),
        Unproved.Reason.MALFORMED_ANSWER);
  }

  @Test
  void a_checkpoint_is_fresh_for_sixty_seconds() {
    var recorded = f.ledger.signedCheckpoint().toJson();
    var node = lied(answer -> answer.setAll(recorded));
    f.passes(Duration.ofSeconds(60));
    assertThat(node.checkpoint().height()).isEqualTo(2);
    f.passes(Duration.ofSeconds(1));
    assertUnproved(node::checkpoint, Unproved.Reason.STALE_CHECKPOINT);
  }

  @Test
  void a_checkpoint_is_not_signed_ahead_of_us() {
    var ahead =
        Checkpoint.sign(
                "hansa",
                f.ledger.signedCheckpoint().head(),
                NOON.plusSeconds(61),
                f.ledger.nodeKey())
            .toJson();
    assertUnproved(
        () -> lied(answer -> answer.setAll(ahead)).checkpoint(),
        Unproved.Reason.CHECKPOINT_FROM_THE_FUTURE);
  }

  @Test
  void a_node_that_goes_back_is_refused() {
    var before = f.ledger.signedCheckpoint().toJson();
    var bent = new boolean[1];
    var node =
        lied(answer -> {
          if (bent[0]) {
            answer.setAll(before);
          }
        });
    var _ = f.account();
    assertThat(node.checkpoint().height()).isEqualTo(3);
    bent[0] = true;
    assertUnproved(() -> node.checkpoint(), Unproved.Reason.ROLLED_BACK);
  }

  @Test
  void a_node_that_tells_two_stories_is_refused() {
    var head = f.ledger.signedCheckpoint().head();
    var story =
        new LedgerHead(
            head.height(),
            head.time(),
            head.ledgers().stream()
                .map(roots ->
                    new LedgerRoots(
                        roots.ledger(),
                        roots.size(),
                        roots.logRoot(),
                        Bytes.utf8("another state").sha256()))
                .toList());
    var other = Checkpoint.sign("hansa", story, NOON, f.ledger.nodeKey()).toJson();
    var bent = new boolean[1];
    var node =
        lied(answer -> {
          if (bent[0]) {
            answer.setAll(other);
          }
        });
    assertThat(node.checkpoint().height()).isEqualTo(2);
    bent[0] = true;
    assertUnproved(() -> node.checkpoint(), Unproved.Reason.CONTRADICTION);
  }

  @Test
  void a_write_that_a_node_only_claims_is_refused() {
    var account = f.newAccount();
    var request =
        f.build(
            RequestBuilder.newNym(f.trustee.did(), account.did(), key(account.nym())), f.trustee);
    var other = f.newAccount();
    var unwritten =
        f.build(RequestBuilder.newNym(f.trustee.did(), other.did(), key(other.nym())), f.trustee);
    var answer = f.ledger.submit(request.text()).body();
    assertUnproved(
        () -> lied(given -> given.setAll(answer)).submit(unwritten),
        Unproved.Reason.OTHER_QUESTION);
    assertUnproved(
        () -> lied(given -> given.putArray("auditPath")).submit(request),
        Unproved.Reason.TRANSACTION_NOT_PROVED);
  }

  @Test
  void where_one_node_does_not_convince_the_next_is_asked() {
    var liar = new Liar(f.ledger, answer -> answer.putNull("value"));
    var nodes = new LedgerClient(f.ledger.genesis(), new Several(List.of(liar, f.ledger)), f);
    assertThat(nodes.state(SubLedger.DOMAIN, KEY).value()).isPresent();
  }

  @Test
  void what_was_asked_before_a_newer_answer_came_is_not_rolled_back() {
    var racing = new LedgerClient[1];
    var overtaken = new boolean[1];
    racing[0] =
        lied(_ -> {
          // While this answer is on its way, another thread sees a newer height.
          if (!overtaken[0]) {
            overtaken[0] = true;
            var _ = f.account();
            assertThat(racing[0].checkpoint().height()).isEqualTo(3);
          }
        });
    assertThat(racing[0].checkpoint().height()).isEqualTo(2);
    assertThat(racing[0].checkpoint().height()).isEqualTo(3);
  }
}
