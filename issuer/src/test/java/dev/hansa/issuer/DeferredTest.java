package dev.hansa.issuer;

import static dev.hansa.issuer.Samples.PARTICIPANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Issuances that wait for their operator, or for a second pair of eyes.
class DeferredTest {
  private static final House HOUSE = House.shared();
  private static final String NAME = "held-authority";
  private static final String JSON = "application/json";
  private static House.Issuer authority;
  private static House.Issuer approver;
  private static House.Issuer stranger;

  private final TestWallet wallet = new TestWallet(HOUSE);

  @BeforeAll
  static void issuers() {
    authority = HOUSE.issuer(NAME, "participant");
    approver = HOUSE.issuer("held-approver");
    stranger = HOUSE.issuer("held-stranger");
  }

  private ObjectNode held() {
    var wish = Samples.offer(PARTICIPANT, Samples.person(wallet.did()), false).put("hold", true);
    return offered(wish);
  }

  private static ObjectNode offered(ObjectNode wish) {
    var answer = Calls.postAs(HOUSE, authority, "/" + NAME + "/issuances", wish.toString());
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json();
  }

  private String token(ObjectNode offered) {
    var answer = wallet.token(NAME, TestWallet.code(offered.path("offerUri").asText()));
    assertThat(answer.json().path("expires_in").asLong())
        .isEqualTo(Duration.ofDays(14).toSeconds());
    return answer.json().path("access_token").asText();
  }

  private Calls.Answer ask(String token, String transaction) {
    return wallet.post(
        "/" + NAME + "/deferred-credential",
        JSON,
        Json.newObject().put("transaction_id", transaction).toString(),
        "Authorization",
        "Bearer " + token);
  }

  private static Calls.Answer act(House.Issuer caller, ObjectNode offered, String act) {
    return Calls.postAs(
        HOUSE, caller, "/" + NAME + "/issuances/" + offered.path("id").asText() + "/" + act, "");
  }

  private static String state(ObjectNode offered) {
    return Calls.getAs(HOUSE, authority, "/" + NAME + "/issuances/" + offered.path("id").asText())
        .json()
        .path("state")
        .asText();
  }

  private String deferred(String token) {
    var answer = wallet.fetch(NAME, PARTICIPANT, token);
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().path("interval").asInt()).isEqualTo(30);
    assertThat(answer.json().has("credentials")).isFalse();
    return answer.json().path("transaction_id").asText();
  }

  @Test
  void what_is_held_is_deferred_and_given_once_it_is_released() {
    var offered = held();
    var token = token(offered);
    var transaction = deferred(token);
    assertThat(state(offered)).isEqualTo("deferred");
    for (int i = 0; i < 2; i++) {
      var again = ask(token, transaction);
      assertThat(again.status()).isEqualTo(202);
      assertThat(again.json().path("transaction_id").asText()).isEqualTo(transaction);
    }
    HOUSE.clock.forward(Duration.ofDays(3));
    assertThat(act(authority, offered, "release").status()).isEqualTo(200);
    assertThat(act(authority, offered, "release").status()).isEqualTo(200);
    var answer = ask(token, transaction);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().has("notification_id")).isFalse();
    assertThat(
            SdJwt.parse(answer.json().at("/credentials/0/credential").asText())
                .unverifiedClaims()
                .at("/cnf/jwk"))
        .isEqualTo(wallet.key.publicKey().toJwk());
    assertThat(state(offered)).isEqualTo("issued");
    // Delivered is delivered; a lost answer is fetched where it was asked for first.
    assertThat(ask(token, transaction).error()).isEqualTo("invalid_transaction_id");
    assertThat(wallet.fetch(NAME, PARTICIPANT, token).json().path("credentials"))
        .isEqualTo(answer.json().path("credentials"));
  }

  @Test
  void what_is_released_before_the_wallet_asks_is_given_at_once() {
    var offered = held();
    assertThat(act(authority, offered, "release").status()).isEqualTo(200);
    var answer = wallet.token(NAME, TestWallet.code(offered.path("offerUri").asText()));
    assertThat(
            wallet.fetch(NAME, PARTICIPANT, answer.json().path("access_token").asText()).status())
        .isEqualTo(200);
  }

  @Test
  void a_wallet_that_asks_with_the_same_key_again_gets_the_same_answer() {
    var offered = held();
    var token = token(offered);
    var transaction = deferred(token);
    assertThat(deferred(token)).isEqualTo(transaction);
    assertThat(act(authority, offered, "release").status()).isEqualTo(200);
    assertThat(wallet.fetch(NAME, PARTICIPANT, token).status()).isEqualTo(200);
  }

  @Test
  void what_is_taken_back_while_it_waits_is_denied() {
    var offered = held();
    var token = token(offered);
    var transaction = deferred(token);
    assertThat(act(authority, offered, "revoke").status()).isEqualTo(200);
    assertThat(ask(token, transaction).error()).isEqualTo("credential_request_denied");
    assertThat(act(authority, offered, "release").status()).isEqualTo(409);
  }

  @Test
  void a_transaction_is_of_its_token_and_well_formed() {
    var token = token(held());
    var transaction = deferred(token);
    assertThat(ask(token, "made-up").error()).isEqualTo("invalid_transaction_id");
    assertThat(ask(token(held()), transaction).error()).isEqualTo("invalid_transaction_id");
    assertThat(ask("made-up", transaction).error()).isEqualTo("invalid_token");
    assertThat(
            wallet
                .post(
                    "/" + NAME + "/deferred-credential",
                    JSON,
                    "{}",
                    "Authorization",
                    "Bearer " + token)
                .error())
        .isEqualTo("invalid_credential_request");
    HOUSE.clock.forward(Duration.ofDays(14));
    assertThat(ask(token, transaction).error()).isEqualTo("invalid_token");
  }

  @Test
  void what_was_never_held_is_not_released() {
    var offered = offered(Samples.offer(PARTICIPANT, Samples.person(wallet.did()), false));
    assertThat(act(authority, offered, "release").status()).isEqualTo(409);
    assertThat(act(stranger, offered, "release").status()).isEqualTo(403);
  }

  @Test
  void four_eyes_are_those_of_another() throws IOException {
    HOUSE.tenant(
        authority,
        authority.keys(),
        json -> {
          var approval = json.putObject("policy").putObject("approval");
          approval.putArray("types").add(PARTICIPANT);
          approval.putArray("approvers").add(approver.did().toString());
        });
    try {
      var offered = offered(Samples.offer(PARTICIPANT, Samples.person(wallet.did()), false));
      var token = token(offered);
      var transaction = deferred(token);
      var own = act(authority, offered, "release");
      assertThat(own.status()).isEqualTo(403);
      assertThat(own.json().path("type").asText()).endsWith("needs-another");
      assertThat(act(stranger, offered, "release").status()).isEqualTo(403);
      assertThat(ask(token, transaction).status()).isEqualTo(202);
      assertThat(act(approver, offered, "release").status()).isEqualTo(200);
      assertThat(ask(token, transaction).status()).isEqualTo(200);
      // The approver may say yes, and nothing else.
      for (var act : List.of("revoke", "suspend", "unlock")) {
        assertThat(act(approver, offered, act).status()).isEqualTo(403);
      }
    } finally {
      HOUSE.tenant(authority, authority.keys());
    }
  }

  @Test
  void an_issuer_is_not_its_own_approver() throws IOException {
    var own = HOUSE.issuer("held-own", "participant");
    HOUSE.tenant(
        own,
        own.keys(),
        json -> {
          var approval = json.putObject("policy").putObject("approval");
          approval.putArray("types").add(PARTICIPANT);
          approval.putArray("approvers").add(own.did().toString());
        });
    assertThat(Calls.get(HOUSE.base + "/.well-known/openid-credential-issuer/held-own").status())
        .isEqualTo(404);
  }
}
