package dev.hansa.issuer;

import static dev.hansa.issuer.Samples.PARTICIPANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.PrivateKeys;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// DPoP (RFC 9449) with nonces, at every endpoint that takes a code or a token.
class DpopTest {
  private static final House HOUSE = House.shared();
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String JSON = "application/json";
  private static final String TOKEN = "/dpop-authority/token";
  private static final String CREDENTIAL = "/dpop-authority/credential";
  private static House.Issuer authority;

  private final TestWallet wallet = new TestWallet(HOUSE);

  @BeforeAll
  static void issuers() {
    authority = HOUSE.issuer("dpop-authority", "participant");
  }

  private String form() {
    var offered =
        TestWallet.offered(HOUSE, authority, PARTICIPANT, Samples.person(wallet.did()), false);
    return TestWallet.form(
        "grant_type",
        TestWallet.GRANT,
        "pre-authorized_code",
        TestWallet.code(offered.path("offerUri").asText()));
  }

  private String nonce() {
    return Calls.form(HOUSE.base + "/dpop-authority/nonce", "").header("DPoP-Nonce");
  }

  private Calls.Answer token(String form, String... proofs) {
    var headers = new String[2 * proofs.length];
    for (int i = 0; i < proofs.length; i++) {
      headers[2 * i] = "DPoP";
      headers[2 * i + 1] = proofs[i];
    }
    return wallet.post(TOKEN, FORM, form, headers);
  }

  private String boundToken() {
    var answer = token(form(), wallet.dpop(TOKEN, nonce(), Optional.empty()));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("token_type").asText()).isEqualTo("DPoP");
    return answer.json().path("access_token").asText();
  }

  private String request() {
    return TestWallet.request(
        PARTICIPANT, wallet.proof("dpop-authority", wallet.nonce("dpop-authority")));
  }

  private Calls.Answer credential(String token, String proof) {
    return wallet.post(
        CREDENTIAL, JSON, request(), "Authorization", "DPoP " + token, "DPoP", proof);
  }

  @Test
  void a_proof_without_a_nonce_is_answered_with_one_and_does_not_burn_the_code() {
    var form = form();
    for (var nonce : new String[] {"", "made-up"}) {
      var answer = token(form, wallet.dpop(TOKEN, nonce, Optional.empty()));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error()).isEqualTo("use_dpop_nonce");
      assertThat(answer.header("DPoP-Nonce")).isNotEmpty();
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }
    var asked = token(form, wallet.dpop(TOKEN, "", Optional.empty()));
    var again = token(form, wallet.dpop(TOKEN, asked.header("DPoP-Nonce"), Optional.empty()));
    assertThat(again.status()).as(again.body()).isEqualTo(200);
    assertThat(again.json().path("token_type").asText()).isEqualTo("DPoP");
    assertThat(again.header("DPoP-Nonce")).isNotEmpty();
  }

  @Test
  void a_nonce_is_stale_after_five_minutes_and_of_one_issuer() {
    var nonce = nonce();
    HOUSE.clock.forward(Duration.ofMinutes(5));
    assertThat(token(form(), wallet.dpop(TOKEN, nonce, Optional.empty())).error())
        .isEqualTo("use_dpop_nonce");
    var _ = HOUSE.issuer("dpop-other", "participant");
    var others = Calls.form(HOUSE.base + "/dpop-other/nonce", "").header("DPoP-Nonce");
    assertThat(token(form(), wallet.dpop(TOKEN, others, Optional.empty())).error())
        .isEqualTo("use_dpop_nonce");
    // The challenge of a key proof is no nonce for DPoP.
    var challenge = wallet.nonce("dpop-authority");
    assertThat(token(form(), wallet.dpop(TOKEN, challenge, Optional.empty())).error())
        .isEqualTo("use_dpop_nonce");
  }

  @Test
  void a_proof_with_one_defect_is_refused_and_does_not_burn_the_code() {
    var form = form();
    long now = HOUSE.clock.instant().getEpochSecond();
    var other = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(HOUSE.random));
    var none = Optional.<String>empty();
    var nonce = nonce();
    var proofs =
        new String[] {
          wallet.dpop(TOKEN, nonce, none, h -> h.put("typ", "JWT"), _ -> {}),
          wallet.dpop(TOKEN, nonce, none, h -> h.remove("jwk"), _ -> {}),
          wallet.dpop(TOKEN, nonce, none, h -> h.set("jwk", other.publicKey().toJwk()), _ -> {}),
          wallet.dpop(
              TOKEN,
              nonce,
              none,
              h -> h.set("jwk", wallet.key.publicKey().toJwk().put("d", "AA")),
              _ -> {}),
          wallet.dpop(TOKEN, nonce, none, _ -> {}, c -> c.put("htm", "GET")),
          wallet.dpop(CREDENTIAL, nonce, none),
          wallet.dpop(TOKEN, nonce, none, _ -> {}, c -> c.put("iat", now - 61)),
          wallet.dpop(TOKEN, nonce, none, _ -> {}, c -> c.put("iat", now + 61)),
          wallet.dpop(TOKEN, nonce, none, _ -> {}, c -> c.remove("iat")),
          wallet.dpop(TOKEN, nonce, none, _ -> {}, c -> c.remove("jti")),
          wallet.dpop(TOKEN, nonce, none, _ -> {}, c -> c.put("jti", "short")),
          "no.jwt",
          "x".repeat(5000)
        };
    for (int i = 0; i < proofs.length; i++) {
      var answer = token(form, proofs[i]);
      assertThat(answer.status()).as("proof %d: %s", i, answer.body()).isEqualTo(400);
      assertThat(answer.error()).as("proof %d", i).isEqualTo("invalid_dpop_proof");
    }
    var good = wallet.dpop(TOKEN, nonce, none);
    assertThat(token(form, good, good).error()).isEqualTo("invalid_dpop_proof");
    assertThat(token(form, good).status()).isEqualTo(200);
  }

  @Test
  void a_proof_counts_once() {
    var proof = wallet.dpop(TOKEN, nonce(), Optional.empty());
    assertThat(token(form(), proof).status()).isEqualTo(200);
    assertThat(token(form(), proof).error()).isEqualTo("invalid_dpop_proof");
  }

  @Test
  void a_bound_token_fetches_the_credential_with_a_proof_of_its_key() {
    var token = boundToken();
    var asked = credential(token, wallet.dpop(CREDENTIAL, "", Optional.of(token)));
    assertThat(asked.status()).isEqualTo(401);
    assertThat(asked.error()).isEqualTo("use_dpop_nonce");
    assertThat(asked.header("WWW-Authenticate"))
        .isEqualTo("DPoP algs=\"ES256\", error=\"use_dpop_nonce\"");
    var nonce = asked.header("DPoP-Nonce");
    var answer = credential(token, wallet.dpop(CREDENTIAL, nonce, Optional.of(token)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("DPoP-Nonce")).isNotEmpty();
  }

  @Test
  void a_bound_token_is_of_no_use_without_its_key() {
    var token = boundToken();
    var bearer = wallet.credential("dpop-authority", token, request());
    assertThat(bearer.status()).isEqualTo(401);
    assertThat(bearer.error()).isEqualTo("invalid_token");
    var thief = new TestWallet(HOUSE);
    var stolen = credential(token, thief.dpop(CREDENTIAL, nonce(), Optional.of(token)));
    assertThat(stolen.status()).isEqualTo(401);
    assertThat(stolen.error()).isEqualTo("invalid_token");
    for (var ath : new String[] {"", Bytes.utf8("another").sha256().toBase64Url()}) {
      var wrong =
          wallet.dpop(CREDENTIAL, nonce(), Optional.of(token), _ -> {}, c -> c.put("ath", ath));
      assertThat(credential(token, wrong).error()).isEqualTo("invalid_dpop_proof");
    }
    var without = wallet.dpop(CREDENTIAL, nonce(), Optional.empty());
    assertThat(credential(token, without).error()).isEqualTo("invalid_dpop_proof");
    var good = wallet.dpop(CREDENTIAL, nonce(), Optional.of(token));
    assertThat(credential(token, good).status()).isEqualTo(200);
    assertThat(credential(token, good).error()).isEqualTo("invalid_dpop_proof");
  }

  @Test
  void a_bearer_token_is_none_of_dpop() {
    var answer = wallet.post(TOKEN, FORM, form());
    var token = answer.json().path("access_token").asText();
    assertThat(answer.json().path("token_type").asText()).isEqualTo("Bearer");
    assertThat(answer.response().headers().firstValue("DPoP-Nonce")).isEmpty();
    var proof = wallet.dpop(CREDENTIAL, nonce(), Optional.of(token));
    assertThat(credential(token, proof).error()).isEqualTo("invalid_token");
  }

  @Test
  void an_issuer_may_ask_for_dpop() throws IOException {
    var strict = HOUSE.issuer("dpop-strict", "participant");
    HOUSE.tenant(strict, strict.keys(), json -> json.putObject("policy").put("dpop", "required"));
    var offered =
        TestWallet.offered(HOUSE, strict, PARTICIPANT, Samples.person(wallet.did()), false);
    var code = TestWallet.code(offered.path("offerUri").asText());
    var refused = wallet.token("dpop-strict", code);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).isEqualTo("invalid_dpop_proof");
    var form = TestWallet.form("grant_type", TestWallet.GRANT, "pre-authorized_code", code);
    var proof = wallet.dpop("/dpop-strict/token", refused.header("DPoP-Nonce"), Optional.empty());
    assertThat(wallet.post("/dpop-strict/token", FORM, form, "DPoP", proof).status())
        .isEqualTo(200);
  }

  @Test
  void the_metadata_say_which_algorithms_a_proof_may_have() {
    var json =
        Calls.get(HOUSE.base + "/.well-known/oauth-authorization-server/dpop-authority").json();
    assertThat(json.path("dpop_signing_alg_values_supported").toString()).isEqualTo("[\"ES256\"]");
  }

  /// What an endpoint says to a proof without a nonce, and that it takes the one that came with it.
  private Calls.Answer withNonceOf(
      String path, String body, Optional<String> token, int status, String type) {
    var asked = send(path, type, body, token, "");
    assertThat(asked.status()).as(asked.body()).isEqualTo(status);
    assertThat(asked.error()).isEqualTo("use_dpop_nonce");
    var answer = send(path, type, body, token, asked.header("DPoP-Nonce"));
    assertThat(answer.header("DPoP-Nonce")).as("the next nonce").isNotEmpty();
    return answer;
  }

  private Calls.Answer send(
      String path, String type, String body, Optional<String> token, String nonce) {
    var proof = wallet.dpop(path, nonce, token);
    return token.isPresent()
        ? wallet.post(path, type, body, "Authorization", "DPoP " + token.get(), "DPoP", proof)
        : wallet.post(path, type, body, "DPoP", proof);
  }

  @Test
  void a_pushed_request_gets_its_nonce_as_a_token_request_does() {
    var form = TestWallet.pushForm("a-wallet", "https://wallet.example/cb");
    var answer = withNonceOf("/dpop-authority/par", form, Optional.empty(), 400, FORM);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  @Test
  void what_was_deferred_and_what_is_notified_want_a_proof_with_a_nonce_too() {
    var wish = Samples.offer(PARTICIPANT, Samples.person(wallet.did()), false).put("hold", true);
    var offered =
        Calls.postAs(HOUSE, authority, "/dpop-authority/issuances", wish.toString()).json();
    var form =
        TestWallet.form(
            "grant_type",
            TestWallet.GRANT,
            "pre-authorized_code",
            TestWallet.code(offered.path("offerUri").asText()));
    var token =
        token(form, wallet.dpop(TOKEN, nonce(), Optional.empty()))
            .json()
            .path("access_token")
            .asText();
    var first = credential(token, wallet.dpop(CREDENTIAL, nonce(), Optional.of(token)));
    assertThat(first.status()).as(first.body()).isEqualTo(202);
    var transaction =
        "{\"transaction_id\":\"" + first.json().path("transaction_id").asText() + "\"}";
    var deferred = "/dpop-authority/deferred-credential";
    var bearer = wallet.post(deferred, JSON, transaction, "Authorization", "Bearer " + token);
    assertThat(bearer.status()).isEqualTo(401);
    assertThat(bearer.error()).isEqualTo("invalid_token");
    assertThat(withNonceOf(deferred, transaction, Optional.of(token), 401, JSON).status())
        .isEqualTo(202);

    var bound = boundToken();
    var issued = credential(bound, wallet.dpop(CREDENTIAL, nonce(), Optional.of(bound)));
    var noticed =
        "{\"event\":\"credential_accepted\",\"notification_id\":\""
            + issued.json().path("notification_id").asText()
            + "\"}";
    var notification = "/dpop-authority/notification";
    var open = wallet.post(notification, JSON, noticed, "Authorization", "Bearer " + bound);
    assertThat(open.error()).isEqualTo("invalid_token");
    assertThat(withNonceOf(notification, noticed, Optional.of(bound), 401, JSON).status())
        .isEqualTo(204);
  }
}
