package dev.hansa.issuer;

import static dev.hansa.issuer.Samples.PARTICIPANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.SdJwt;
import dev.hansa.credentials.StatusListToken;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Several proofs in one request, certificates in proofs, and what a wallet says afterwards.
class BatchAndNotificationTest {
  private static final House HOUSE = House.shared();
  private static final String JSON = "application/json";
  private static House.Issuer authority;

  private final TestWallet wallet = new TestWallet(HOUSE);

  @BeforeAll
  static void issuers() {
    authority = HOUSE.issuer("batch-authority", "participant");
  }

  private String token(ObjectNode claims) {
    return tokenOf(TestWallet.offered(HOUSE, authority, PARTICIPANT, claims, false));
  }

  private String tokenOf(ObjectNode offered) {
    return wallet
        .token("batch-authority", TestWallet.code(offered.path("offerUri").asText()))
        .json()
        .path("access_token")
        .asText();
  }

  private static String request(List<String> proofs) {
    var json = Json.newObject().put("credential_configuration_id", PARTICIPANT);
    var array = json.putObject("proofs").putArray("jwt");
    proofs.forEach(array::add);
    return json.toString();
  }

  private List<String> proofs(int count) {
    var nonce = wallet.nonce("batch-authority");
    var proofs = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      proofs.add(new TestWallet(HOUSE).proof("batch-authority", nonce));
    }
    return proofs;
  }

  private static List<String> credentials(Calls.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var found = new ArrayList<String>();
    answer.json().path("credentials").forEach(each -> found.add(each.path("credential").asText()));
    return found;
  }

  @Test
  void each_proof_gets_a_credential_of_its_own_with_its_own_place() {
    var offered =
        TestWallet.offered(
            HOUSE, authority, PARTICIPANT, Samples.organisation(authority.did()), false);
    var token = tokenOf(offered);
    var request = request(proofs(20));
    var answer = wallet.credential("batch-authority", token, request);
    var credentials = credentials(answer);
    assertThat(credentials).hasSize(20);
    var keys = new HashSet<String>();
    var places = new HashSet<Long>();
    for (var credential : credentials) {
      var claims = SdJwt.parse(credential).unverifiedClaims();
      assertThat(keys.add(claims.at("/cnf/jwk/x").asText())).isTrue();
      assertThat(places.add(claims.at("/status/status_list/idx").asLong())).isTrue();
      assertThat(claims.path("legalName").asText()).isEqualTo("Zebra Mobile AB");
    }
    // A lost answer is sent again: the same credentials, and no place more.
    assertThat(wallet.credential("batch-authority", token, request).body())
        .isEqualTo(answer.body());
    var one = "/batch-authority/issuances/" + offered.path("id").asText();
    assertThat(Calls.getAs(HOUSE, authority, one).json().path("copies").asInt()).isEqualTo(20);
    assertThat(Calls.postAs(HOUSE, authority, one + "/revoke", "").status()).isEqualTo(200);
    var list =
        StatusListToken.parse(Calls.get(HOUSE.base + "/batch-authority/status-lists/1").body());
    assertThat(places).allMatch(place -> list.value(place) == 1);
  }

  @Test
  void the_same_keys_in_another_order_get_the_same_answer() {
    var token = token(Samples.organisation(authority.did()));
    var proofs = proofs(3);
    var first = credentials(wallet.credential("batch-authority", token, request(proofs)));
    Collections.reverse(proofs);
    assertThat(credentials(wallet.credential("batch-authority", token, request(proofs))))
        .isEqualTo(first);
  }

  @Test
  void a_batch_has_few_proofs_each_of_its_own_key_and_all_good() {
    var token = token(Samples.organisation(authority.did()));
    var many = wallet.credential("batch-authority", token, request(proofs(21)));
    assertThat(many.error()).isEqualTo("invalid_credential_request");
    var same = wallet.proof("batch-authority", wallet.nonce("batch-authority"));
    assertThat(wallet.credential("batch-authority", token, request(List.of(same, same))).error())
        .isEqualTo("invalid_proof");
    var bad = proofs(3);
    bad.set(1, bad.get(1).substring(0, bad.get(1).length() - 4) + "AAAA");
    assertThat(wallet.credential("batch-authority", token, request(bad)).error())
        .isEqualTo("invalid_proof");
    var stale = proofs(2);
    stale.add(new TestWallet(HOUSE).proof("batch-authority", "made-up"));
    assertThat(wallet.credential("batch-authority", token, request(stale)).error())
        .isEqualTo("invalid_nonce");
    stale.removeLast();
    // Nothing of that used a nonce up.
    assertThat(credentials(wallet.credential("batch-authority", token, request(stale)))).hasSize(2);
  }

  @Test
  void a_batch_whose_nonce_was_used_leaves_its_other_nonces_free() {
    var used = wallet.nonce("batch-authority");
    var first = List.of(wallet.proof("batch-authority", used));
    var before = token(Samples.organisation(authority.did()));
    assertThat(wallet.credential("batch-authority", before, request(first)).status())
        .isEqualTo(200);
    var fresh = proofs(1);
    var token = token(Samples.organisation(authority.did()));
    var mixed = List.of(fresh.getFirst(), wallet.proof("batch-authority", used));
    assertThat(wallet.credential("batch-authority", token, request(mixed)).error())
        .isEqualTo("invalid_nonce");
    assertThat(credentials(wallet.credential("batch-authority", token, request(fresh)))).hasSize(1);
  }

  @Test
  void who_a_person_is_stands_in_one_key_so_there_is_no_batch() {
    var token = token(Samples.person(wallet.did()));
    var nonce = wallet.nonce("batch-authority");
    var proofs =
        List.of(
            wallet.proof("batch-authority", nonce),
            new TestWallet(HOUSE).proof("batch-authority", nonce));
    assertThat(wallet.credential("batch-authority", token, request(proofs)).error())
        .isEqualTo("invalid_proof");
  }

  @Test
  void the_metadata_say_how_many_a_batch_has() {
    var json =
        Calls.get(HOUSE.base + "/.well-known/openid-credential-issuer/batch-authority").json();
    assertThat(json.at("/batch_credential_issuance/batch_size").asInt()).isEqualTo(20);
  }

  @Test
  void a_proof_may_bring_its_key_in_a_certificate() {
    var now = HOUSE.clock.instant();
    var root = Certs.authority("Root", now.minusSeconds(60), now.plusSeconds(3600));
    var leaf =
        Certs.vouched(root, "Wallet", wallet.key, now.minusSeconds(60), now.plusSeconds(3600));
    var foreign = Certs.authority("Other", now.minusSeconds(60), now.plusSeconds(3600));
    var old = Certs.vouched(root, "Wallet", wallet.key, now.minusSeconds(60), now.minusSeconds(1));
    var token = token(Samples.person(wallet.did()));
    for (var chain : List.of(List.of(leaf, foreign), List.of(old), List.of(root))) {
      assertThat(credential(token, chain).error()).isEqualTo("invalid_proof");
    }
    var answer = credential(token, List.of(leaf, root));
    assertThat(SdJwt.parse(credentials(answer).getFirst()).unverifiedClaims().at("/cnf/jwk"))
        .isEqualTo(wallet.key.publicKey().toJwk());
  }

  private Calls.Answer credential(String token, List<Certs.Party> chain) {
    var proof =
        wallet.proof(
            "batch-authority",
            wallet.nonce("batch-authority"),
            header -> {
              header.remove("jwk");
              header.set("x5c", Certs.x5c(chain));
            },
            _ -> {});
    return wallet.credential("batch-authority", token, request(List.of(proof)));
  }

  // --- notification

  private Calls.Answer notify(String token, String body) {
    return wallet.post(
        "/batch-authority/notification", JSON, body, "Authorization", "Bearer " + token);
  }

  @Test
  void a_wallet_says_what_became_of_it_and_the_operator_sees_the_last_word() {
    var offered =
        TestWallet.offered(HOUSE, authority, PARTICIPANT, Samples.person(wallet.did()), false);
    var token = tokenOf(offered);
    var answer = wallet.fetch("batch-authority", PARTICIPANT, token);
    var id = answer.json().path("notification_id").asText();
    assertThat(id).isNotEmpty();
    var one = "/batch-authority/issuances/" + offered.path("id").asText();
    assertThat(Calls.getAs(HOUSE, authority, one).json().has("wallet")).isFalse();
    for (var event : List.of("credential_accepted", "credential_accepted", "credential_deleted")) {
      var noted =
          notify(
              token,
              Json.newObject()
                  .put("notification_id", id)
                  .put("event", event)
                  .put("event_description", "as it went")
                  .toString());
      assertThat(noted.status()).as(noted.body()).isEqualTo(204);
      assertThat(noted.body()).isEmpty();
      assertThat(Calls.getAs(HOUSE, authority, one).json().at("/wallet/event").asText())
          .isEqualTo(event);
    }
  }

  @Test
  void a_notification_of_another_form_or_name_has_its_own_error() {
    var token = token(Samples.person(wallet.did()));
    var early = notify(token, "{\"notification_id\":\"x\",\"event\":\"credential_accepted\"}");
    assertThat(early.error()).isEqualTo("invalid_notification_id");
    var id =
        wallet.fetch("batch-authority", PARTICIPANT, token).json().path("notification_id").asText();
    for (var body :
        List.of(
            "",
            "[]",
            "{\"notification_id\":\"" + id + "\"}",
            "{\"notification_id\":\"" + id + "\",\"event\":\"credential_lost\"}",
            "{\"notification_id\":\"" + id + "\",\"event\":7}",
            "{\"event\":\"credential_accepted\"}",
            "{\"notification_id\":\""
                + id
                + "\",\"event\":\"credential_accepted\","
                + "\"event_description\":7}")) {
      var answer = notify(token, body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.error()).as(body).isEqualTo("invalid_notification_request");
    }
    var unknown =
        notify(token, "{\"notification_id\":\"" + id + "x\",\"event\":\"credential_accepted\"}");
    assertThat(unknown.error()).isEqualTo("invalid_notification_id");
  }

  @Test
  void a_notification_comes_with_the_token_of_what_it_speaks_of() {
    var token = token(Samples.person(wallet.did()));
    var id =
        wallet.fetch("batch-authority", PARTICIPANT, token).json().path("notification_id").asText();
    var body = "{\"notification_id\":\"" + id + "\",\"event\":\"credential_accepted\"}";
    assertThat(wallet.post("/batch-authority/notification", JSON, body).status()).isEqualTo(401);
    assertThat(notify("made-up", body).error()).isEqualTo("invalid_token");
    var others = token(Samples.person(wallet.did()));
    assertThat(notify(others, body).error()).isEqualTo("invalid_notification_id");
    assertThat(notify(token, body).status()).isEqualTo(204);
    HOUSE.clock.forward(Duration.ofMinutes(5));
    assertThat(notify(token, body).error()).isEqualTo("invalid_token");
  }

  @Test
  void an_id_of_a_notification_is_no_code_and_no_offer() {
    var token = token(Samples.person(wallet.did()));
    var id =
        wallet.fetch("batch-authority", PARTICIPANT, token).json().path("notification_id").asText();
    assertThat(Bytes.utf8(id).length()).isGreaterThan(60);
    assertThat(wallet.token("batch-authority", id).error()).isEqualTo("invalid_grant");
    assertThat(Calls.get(HOUSE.base + "/batch-authority/offers/" + id).status()).isEqualTo(404);
  }
}
