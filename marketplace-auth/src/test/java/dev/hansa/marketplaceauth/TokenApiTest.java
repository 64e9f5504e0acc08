package dev.hansa.marketplaceauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What a code is worth, and the tokens that it gives: to whom, how often, for how long.
class TokenApiTest {
  private final Market market = Market.open();
  private final Browser browser = new Browser(market);

  private Market.Credential ada() {
    return market.person(market.newKey(), "PROSUMER");
  }

  @Test
  void a_wrong_verifier_spends_the_code_and_gets_nothing() {
    var code = browser.code(browser.nativeRequest("person"), ada());
    var wrong = browser.redemption(code);
    wrong.put("code_verifier", Browser.VERIFIER + "x");
    assertThat(browser.token(wrong).body()).contains("invalid_grant");
    assertThat(browser.token(browser.redemption(code)).body()).contains("invalid_grant");
  }

  @Test
  void a_wrong_redirect_uri_at_the_token_endpoint_gets_nothing() {
    var wrong = browser.redemption(browser.code(browser.nativeRequest("person"), ada()));
    wrong.put("redirect_uri", "http://127.0.0.1:51998/callback");
    assertThat(browser.token(wrong).body()).contains("invalid_grant");
  }

  @Test
  void of_many_who_bring_one_code_at_once_one_gets_tokens_and_the_session_ends() throws Exception {
    var code = browser.code(browser.nativeRequest("person"), ada());
    var calls = new ArrayList<Callable<Integer>>();
    for (int i = 0; i < 8; i++) {
      calls.add(() -> browser.token(browser.redemption(code)).statusCode());
    }
    int successes = 0;
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var status : pool.invokeAll(calls)) {
        successes += status.get() == 200 ? 1 : 0;
      }
    }
    assertThat(successes).isEqualTo(1);
  }

  @Test
  void a_code_used_again_ends_the_session_of_the_first() {
    var code = browser.code(browser.nativeRequest("person"), ada());
    var first = browser.token(browser.redemption(code));
    var tokens = browser.new SignedIn(Json.parseObject(first.body()));
    assertThat(tokens.call("GET", "/userinfo", "").statusCode()).isEqualTo(200);
    assertThat(browser.token(browser.redemption(code)).body()).contains("invalid_grant");
    assertThat(tokens.call("GET", "/userinfo", "").statusCode()).isEqualTo(401);
  }

  @Test
  void a_code_is_stale_from_the_second_it_expires() {
    var code = browser.code(browser.nativeRequest("person"), ada());
    market.clock.pass(Duration.ofSeconds(60));
    assertThat(browser.token(browser.redemption(code)).body()).contains("invalid_grant");
  }

  @Test
  void another_client_does_not_spend_a_code() {
    var code = browser.code(browser.nativeRequest("person"), ada());
    var other = browser.redemption(code);
    other.put("client_id", "other");
    assertThat(browser.token(other).body()).contains("invalid_grant");
    assertThat(browser.token(browser.redemption(code)).statusCode()).isEqualTo(200);
  }

  @Test
  void a_code_bound_to_a_key_is_good_with_that_key_alone() {
    var request = browser.nativeRequest("person");
    request.put("dpop_jkt", market.newKey().publicKey().thumbprint().toBase64Url());
    assertThat(browser.token(browser.redemption(browser.code(request, ada()))).body())
        .contains("invalid_grant");
  }

  @Test
  void a_proof_is_used_once() {
    var proof = browser.proof("POST", "/token", java.util.Optional.empty());
    var first = browser.redemption(browser.code(browser.nativeRequest("person"), ada()));
    assertThat(browser.post("/token", first, "DPoP", proof).statusCode()).isEqualTo(200);
    var second = browser.redemption(browser.code(browser.nativeRequest("person"), ada()));
    assertThat(browser.post("/token", second, "DPoP", proof).body()).contains("invalid_dpop_proof");
  }

  @Test
  void a_token_is_no_good_with_another_key() {
    var tokens = browser.signIn("person", ada());
    var thief = new Browser(market);
    var response = thief.new SignedIn(tokens.tokens).call("GET", "/userinfo", "");
    assertThat(response.statusCode()).isEqualTo(401);
  }

  @Test
  void sub_is_the_same_for_a_client_and_another_for_the_next() {
    var ada = ada();
    var first = browser.signIn("person", ada);
    var again = browser.signIn("person", ada);
    var shop = plain(ada);
    assertThat(sub(first.tokens.path("id_token").asText()))
        .isEqualTo(sub(again.tokens.path("id_token").asText()))
        .isNotEqualTo(sub(shop.path("id_token").asText()));
    assertThat(first.claims().path("party")).isEqualTo(again.claims().path("party"));
    assertThat(first.claims().path("agent")).isEqualTo(again.claims().path("agent"));
  }

  private static String sub(String token) {
    return Jws.parse(token, 8192).unverifiedClaims().path("sub").asText();
  }

  /// A plain OpenID relying party: confidential, no DPoP.
  private com.fasterxml.jackson.databind.node.ObjectNode plain(Market.Credential credential) {
    var form = browser.redemption(browser.code(browser.shopRequest("person"), credential));
    form.put("redirect_uri", Market.SHOP_RETURN);
    form.remove("client_id");
    var response = browser.post("/token", form, "Authorization", basic(Market.SHOP_SECRET));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Json.parseObject(response.body());
  }

  private static String basic(String secret) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((Market.SHOP + ":" + secret).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_plain_relying_party_gets_an_id_token_and_userinfo_and_nothing_of_the_market() {
    var tokens = plain(ada());
    assertThat(tokens.path("token_type").asText()).isEqualTo("Bearer");
    assertThat(tokens.has("refresh_token")).isFalse();
    var bearer = "Bearer " + tokens.path("access_token").asText();
    var info = browser.send("GET", "/userinfo", "", "", "Authorization", bearer);
    assertThat(info.statusCode()).isEqualTo(200);
    var json = Json.parseObject(info.body());
    assertThat(json.path("sub").asText()).isEqualTo(sub(tokens.path("id_token").asText()));
    assertThat(json.path("member").asText()).isEqualTo("person");
    assertThat(json.path("roles").toString()).isEqualTo("[\"PROSUMER\"]");
    assertThat(json.has("organisation")).isFalse();
    assertThat(
            browser
                .send("POST", "/evidence", "{}", "application/json", "Authorization", bearer)
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void a_confidential_client_shows_its_secret() {
    var code = browser.code(browser.shopRequest("person"), ada());
    var form = browser.redemption(code);
    form.put("redirect_uri", Market.SHOP_RETURN);
    form.put("client_id", Market.SHOP);
    var without = browser.post("/token", form);
    assertThat(without.statusCode()).isEqualTo(401);
    assertThat(without.body()).contains("invalid_client");
    form.remove("client_id");
    assertThat(
            browser
                .post("/token", form, "Authorization", basic("x" + Market.SHOP_SECRET))
                .statusCode())
        .isEqualTo(401);
    assertThat(
            browser.post("/token", form, "Authorization", basic(Market.SHOP_SECRET)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_refresh_token_rotates_and_used_twice_ends_the_session() {
    var tokens = browser.signIn("person", ada());
    var form =
        new java.util.LinkedHashMap<>(
            java.util.Map.of(
                "grant_type",
                "refresh_token",
                "client_id",
                "hansa-cli",
                "refresh_token",
                tokens.tokens.path("refresh_token").asText()));
    var next = browser.token(form);
    assertThat(next.statusCode()).as(next.body()).isEqualTo(200);
    var fresh = browser.new SignedIn(Json.parseObject(next.body()));
    assertThat(fresh.call("GET", "/userinfo", "").statusCode()).isEqualTo(200);
    assertThat(new Browser(market).token(form).body()).contains("invalid_grant");
    assertThat(fresh.call("GET", "/userinfo", "").statusCode()).isEqualTo(200);
    assertThat(browser.token(form).body()).contains("invalid_grant");
    assertThat(fresh.call("GET", "/userinfo", "").statusCode()).isEqualTo(401);
  }

  @Test
  void a_session_ends_with_its_credential() {
    var ada = ada();
    var tokens = browser.signIn("person", ada);
    ada.revoke();
    var form =
        java.util.Map.of(
            "grant_type",
            "refresh_token",
            "client_id",
            "hansa-cli",
            "refresh_token",
            tokens.tokens.path("refresh_token").asText());
    assertThat(browser.token(form).body()).contains("invalid_grant");
    assertThat(tokens.call("GET", "/userinfo", "").statusCode()).isEqualTo(401);
  }
}
