package dev.hansa.issuer;

import static dev.hansa.issuer.CodeFlow.AUTHORITY;
import static dev.hansa.issuer.CodeFlow.FORM;
import static dev.hansa.issuer.CodeFlow.HOUSE;
import static dev.hansa.issuer.CodeFlow.NAME;
import static dev.hansa.issuer.CodeFlow.REDIRECT;
import static dev.hansa.issuer.CodeFlow.agree;
import static dev.hansa.issuer.CodeFlow.begun;
import static dev.hansa.issuer.CodeFlow.known;
import static dev.hansa.issuer.CodeFlow.offered;
import static dev.hansa.issuer.CodeFlow.push;
import static dev.hansa.issuer.CodeFlow.query;
import static dev.hansa.issuer.CodeFlow.request;
import static dev.hansa.issuer.CodeFlow.text;
import static dev.hansa.issuer.CodeFlow.token;
import static dev.hansa.issuer.CodeFlow.tokenForm;
import static dev.hansa.issuer.Samples.PARTICIPANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The authorization code flow over HTTP: what is offered and pushed, and what a code is worth.
class AuthorizationCodeTest {
  private final TestWallet wallet = new TestWallet(HOUSE);

  @Test
  void the_metadata_name_the_endpoints_and_what_they_want() {
    var json = Calls.get(HOUSE.base + "/.well-known/oauth-authorization-server/" + NAME).json();
    assertThat(json.path("authorization_endpoint").asText())
        .isEqualTo(HOUSE.base + "/" + NAME + "/authorize");
    assertThat(json.path("pushed_authorization_request_endpoint").asText())
        .isEqualTo(HOUSE.base + "/" + NAME + "/par");
    assertThat(json.path("require_pushed_authorization_requests").asBoolean()).isTrue();
    assertThat(json.path("authorization_response_iss_parameter_supported").asBoolean()).isTrue();
    assertThat(json.path("code_challenge_methods_supported").toString()).isEqualTo("[\"S256\"]");
    assertThat(json.path("response_types_supported").toString()).isEqualTo("[\"code\"]");
    assertThat(json.path("grant_types_supported").toString()).contains("authorization_code");
    assertThat(json.path("scopes_supported").toString()).contains(PARTICIPANT);
  }

  @Test
  void an_offer_for_this_grant_has_an_issuer_state_and_no_code() {
    var grants = TestWallet.offer(offered(wallet.did()).path("offerUri").asText()).path("grants");
    assertThat(grants).hasSize(1);
    assertThat(grants.path("authorization_code").path("issuer_state").asText())
        .hasSizeGreaterThan(60);
  }

  @Test
  void what_is_for_a_holder_is_not_taken_up_by_a_code() {
    var offered = offered(wallet.did());
    var state =
        TestWallet.offer(offered.path("offerUri").asText())
            .at("/grants/authorization_code/issuer_state")
            .asText();
    assertThat(wallet.token(NAME, state).error()).isEqualTo("invalid_grant");
  }

  @Test
  void an_operator_names_the_grant_or_gets_the_plain_one() {
    for (var wish :
        List.of(
            Samples.offer(PARTICIPANT, Samples.person(wallet.did()), false).put("grant", "magic"),
            Samples.offer(PARTICIPANT, Samples.person(wallet.did()), true)
                .put("grant", "authorization_code"),
            Samples.offer(PARTICIPANT, Samples.person(wallet.did()), false)
                .put("holder", wallet.did().toString()))) {
      assertThat(
              Calls.postAs(HOUSE, AUTHORITY, "/" + NAME + "/issuances", wish.toString()).status())
          .isEqualTo(400);
    }
  }

  @Test
  void a_wallet_takes_up_an_offer_after_its_holder_showed_who_they_are_and_agreed() {
    var offered = offered(wallet.did());
    var form = request();
    form.put(
        "issuer_state",
        TestWallet.offer(offered.path("offerUri").asText())
            .at("/grants/authorization_code/issuer_state")
            .asText());
    var browser = begun(form);
    var asked = Objects.requireNonNull(HOUSE.verifier.asked.get(browser.login()));
    assertThat(asked.at("/dcql_query/credentials/0/meta/vct_values/0").asText())
        .isEqualTo(PARTICIPANT);
    assertThat(asked.path("redirect_uri").asText())
        .isEqualTo(HOUSE.base + browser.path() + "/shown");
    var page = browser.get("");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(page.header("Cache-Control")).isEqualTo("no-store");
    assertThat(page.body()).contains("openid4vp://authorize", "Market participant");
    // Without crossDevice there is no code to scan: whoever sends it could have it answered.
    assertThat(page.body()).doesNotContain("<svg");
    assertThat(browser.get("/state").json().path("state").asText()).isEqualTo("waiting");

    HOUSE.verifier.show(browser.login(), wallet.did(), "code-1");
    assertThat(browser.get("/state").json().path("state").asText()).isEqualTo("waiting");
    assertThat(browser.get("/shown?response_code=code-1").status()).isEqualTo(303);
    assertThat(browser.get("/state").json().path("state").asText()).isEqualTo("ready");

    var consent = browser.get("");
    assertThat(consent.body())
        .contains("Shall your wallet have this credential?", "wallet.example", "PROSUMER", "SE");
    assertThat(consent.header("Content-Security-Policy"))
        .contains("form-action 'self' https://wallet.example");
    // A browser sends the form with its own origin, not with `null`, which the server refuses.
    assertThat(consent.header("Referrer-Policy")).isEqualTo("same-origin");
    var answer = browser.post(TestWallet.form("key", browser.key(), "answer", "yes"));
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location")).startsWith(REDIRECT + "&");
    var parameters = query(answer.header("Location"));
    assertThat(parameters)
        .containsEntry("state", "s t")
        .containsEntry("iss", HOUSE.base + "/" + NAME)
        .containsKey("code");

    var token = token(tokenForm(parameters.getOrDefault("code", "")));
    assertThat(token.status()).as(token.body()).isEqualTo(200);
    assertThat(token.header("Cache-Control")).isEqualTo("no-store");
    assertThat(token.json().has("authorization_details")).isFalse();
    var credential = wallet.fetch(NAME, PARTICIPANT, token.json().path("access_token").asText());
    assertThat(credential.status()).as(credential.body()).isEqualTo(200);
    assertThat(
            SdJwt.parse(credential.json().at("/credentials/0/credential").asText())
                .unverifiedClaims()
                .path("sub")
                .asText())
        .isEqualTo(wallet.did().toString());
    // Once only.
    assertThat(browser.get("").status()).isEqualTo(410);
    assertThat(token(tokenForm(parameters.getOrDefault("code", ""))).error())
        .isEqualTo("invalid_grant");
  }

  @Test
  void a_wallet_that_comes_by_itself_gets_what_waits_for_its_holder() {
    var _ = offered(new TestWallet(HOUSE).did());
    var _ = offered(wallet.did());
    var token = token(tokenForm(agree(known(request(), wallet.did()))));
    var credential = wallet.fetch(NAME, PARTICIPANT, token.json().path("access_token").asText());
    assertThat(credential.status()).as(credential.body()).isEqualTo(200);
  }

  @Test
  void authorization_details_are_answered_with_identifiers() {
    var _ = offered(wallet.did());
    var form = request();
    form.remove("scope");
    form.put(
        "authorization_details",
        "[{\"type\":\"openid_credential\",\"credential_configuration_id\":\""
            + PARTICIPANT
            + "\"}]");
    var token = token(tokenForm(agree(known(form, wallet.did()))));
    var detail = token.json().path("authorization_details").path(0);
    assertThat(detail.path("credential_configuration_id").asText()).isEqualTo(PARTICIPANT);
    var body =
        Json.newObject()
            .put("credential_identifier", detail.path("credential_identifiers").path(0).asText());
    body.putObject("proofs").putArray("jwt").add(wallet.proof(NAME, wallet.nonce(NAME)));
    assertThat(
            wallet
                .credential(NAME, token.json().path("access_token").asText(), body.toString())
                .status())
        .isEqualTo(200);
  }

  @Test
  void a_pushed_request_with_one_defect_is_refused() {
    var cases = new HashMap<String, Map<String, String>>();
    cases.put("response_type=token", Map.of("e", "unsupported_response_type"));
    cases.put("response_type=", Map.of("e", "invalid_request"));
    cases.put("client_id=", Map.of("e", "invalid_request"));
    cases.put("client_id=" + "x".repeat(513), Map.of("e", "invalid_request"));
    cases.put("redirect_uri=", Map.of("e", "invalid_request"));
    cases.put("redirect_uri=/relative", Map.of("e", "invalid_request"));
    cases.put("redirect_uri=javascript:alert(1)", Map.of("e", "invalid_request"));
    cases.put("redirect_uri=http://wallet.example/", Map.of("e", "invalid_request"));
    cases.put("redirect_uri=https://wallet.example/#f", Map.of("e", "invalid_request"));
    cases.put("code_challenge=", Map.of("e", "invalid_request"));
    cases.put("code_challenge=short", Map.of("e", "invalid_request"));
    cases.put("code_challenge_method=plain", Map.of("e", "invalid_request"));
    cases.put("code_challenge_method=", Map.of("e", "invalid_request"));
    cases.put("scope=", Map.of("e", "invalid_scope"));
    cases.put("scope=openid", Map.of("e", "invalid_scope"));
    cases.put("scope=urn:hansa:participant:1 urn:hansa:mandate:1", Map.of("e", "invalid_scope"));
    cases.put("authorization_details=[]", Map.of("e", "invalid_authorization_details"));
    cases.put(
        "authorization_details=[{\"type\":\"openid_credential\",\"credential_configuration_id\":\"x\"}]",
        Map.of("e", "invalid_authorization_details"));
    cases.put("issuer_state=made-up", Map.of("e", "invalid_request"));
    cases.put("request_uri=urn:x", Map.of("e", "invalid_request"));
    cases.put("dpop_jkt=AAAA", Map.of("e", "invalid_request"));
    cases.put("state=" + "x".repeat(1025), Map.of("e", "invalid_request"));
    cases.forEach((change, expected) -> {
      int equals = change.indexOf('=');
      var form = request();
      form.put(change.substring(0, equals), change.substring(equals + 1));
      var answer = push(form);
      assertThat(answer.status()).as(change).isEqualTo(400);
      assertThat(answer.error()).as(change).isEqualTo(expected.get("e"));
    });
    assertThat(Calls.post(HOUSE.base + "/" + NAME + "/par", "application/json", "{}").error())
        .isEqualTo("invalid_request");
  }

  @Test
  void wallets_on_this_device_may_have_a_scheme_or_a_port_of_their_own() {
    for (var redirect :
        List.of("eudi-openid4ci://authorize", "org.wallet:/cb", "http://127.0.0.1:4711/cb")) {
      var form = request();
      form.put("redirect_uri", redirect);
      assertThat(push(form).status()).as(redirect).isEqualTo(201);
    }
  }

  @Test
  void a_scope_that_is_not_known_beside_one_that_is_does_no_harm() {
    var form = request();
    form.put("scope", "openid " + PARTICIPANT);
    assertThat(push(form).status()).isEqualTo(201);
  }

  @Test
  void a_code_counts_with_everything_that_was_pushed() {
    var _ = offered(wallet.did());
    var code = agree(known(request(), wallet.did()));
    for (var change :
        Map.of(
                "code", "made-up",
                "redirect_uri", "https://wallet.example/cb",
                "code_verifier", "w".repeat(43),
                "client_id", "another")
            .entrySet()) {
      var form = tokenForm(code);
      form.put(change.getKey(), change.getValue());
      assertThat(token(form).error()).as(change.getKey()).isEqualTo("invalid_grant");
      form.remove(change.getKey());
      assertThat(token(form).error())
          .as("without " + change.getKey())
          .isEqualTo(change.getKey().equals("code") ? "invalid_request" : "invalid_grant");
    }
    assertThat(token(tokenForm(code)).status()).isEqualTo(200);
  }

  @Test
  void a_code_is_stale_after_a_minute() {
    var _ = offered(wallet.did());
    var code = agree(known(request(), wallet.did()));
    HOUSE.clock.forward(Duration.ofSeconds(60));
    assertThat(token(tokenForm(code)).error()).isEqualTo("invalid_grant");
  }

  @Test
  void a_code_that_comes_twice_takes_its_token_back() {
    var _ = offered(wallet.did());
    var code = agree(known(request(), wallet.did()));
    var token = token(tokenForm(code)).json().path("access_token").asText();
    assertThat(token(tokenForm(code)).error()).isEqualTo("invalid_grant");
    assertThat(wallet.fetch(NAME, PARTICIPANT, token).error()).isEqualTo("invalid_token");
  }

  @Test
  void a_request_that_was_pushed_with_a_key_is_redeemed_with_it() {
    var _ = offered(wallet.did());
    var nonce = Calls.form(HOUSE.base + "/" + NAME + "/nonce", "").header("DPoP-Nonce");
    var proof = wallet.dpop("/" + NAME + "/par", nonce, Optional.empty());
    var answer = wallet.post("/" + NAME + "/par", FORM, text(request()), "DPoP", proof);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(answer.header("DPoP-Nonce")).isNotEmpty();
    var browser = begun(answer.json().path("request_uri").asText());
    HOUSE.verifier.show(browser.login(), wallet.did(), "code-1");
    assertThat(browser.get("/shown?response_code=code-1").status()).isEqualTo(303);
    var form = text(tokenForm(agree(browser)));
    assertThat(Calls.form(HOUSE.base + "/" + NAME + "/token", form).error())
        .isEqualTo("invalid_dpop_proof");
    var thief = new TestWallet(HOUSE);
    assertThat(
            wallet
                .post(
                    "/" + NAME + "/token",
                    FORM,
                    form,
                    "DPoP",
                    thief.dpop("/" + NAME + "/token", nonce, Optional.empty()))
                .error())
        .isEqualTo("invalid_dpop_proof");
    var token =
        wallet.post(
            "/" + NAME + "/token",
            FORM,
            form,
            "DPoP",
            wallet.dpop("/" + NAME + "/token", nonce, Optional.empty()));
    assertThat(token.json().path("token_type").asText()).isEqualTo("DPoP");
    var jkt = request();
    jkt.put("dpop_jkt", thief.key.publicKey().thumbprint().toBase64Url());
    var other = wallet.dpop("/" + NAME + "/par", nonce, Optional.empty());
    assertThat(wallet.post("/" + NAME + "/par", FORM, text(jkt), "DPoP", other).error())
        .isEqualTo("invalid_dpop_proof");
  }
}
