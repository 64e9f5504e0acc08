package dev.hansa.marketplaceauth;

import static dev.hansa.marketplaceauth.Browser.location;
import static dev.hansa.marketplaceauth.Browser.parameter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.VerificationKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// Signing in: the request, the pages, who is let in, a machine without a browser.
class SignInApiTest {
  private final Market market = Market.open();
  private final Browser browser = new Browser(market);

  private Market.Credential ada() {
    return market.person(market.newKey(), "PROSUMER");
  }

  @Test
  void a_person_signs_in_with_its_membership_and_gets_tokens_bound_to_its_key() {
    var tokens = browser.signIn("person", ada());
    var claims = tokens.claims();
    assertThat(tokens.tokens.path("token_type").asText()).isEqualTo("DPoP");
    assertThat(tokens.tokens.path("expires_in").asLong()).isEqualTo(300);
    assertThat(claims.path("iss").asText()).isEqualTo(market.base);
    assertThat(claims.path("aud").get(0).asText()).isEqualTo(market.marketplaceUrl);
    assertThat(claims.path("cnf").path("jkt").asText())
        .isEqualTo(browser.key.publicKey().thumbprint().toBase64Url());
    assertThat(claims.path("party").asText()).startsWith("urn:hansa:person:");
    assertThat(claims.path("machine").asBoolean()).isFalse();
    assertThat(claims.path("roles").toString()).isEqualTo("[\"PROSUMER\"]");
    assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(300);
    assertThat(claims.toString()).doesNotContain("did:jwk");
    var header = Jws.parse(tokens.access(), 8192).unverifiedHeader();
    assertThat(header.path("typ").asText()).isEqualTo("at+jwt");
    assertThat(header.path("kid").asText()).startsWith("did:indy:hansa:").endsWith("#assert");
  }

  @Test
  void the_id_token_is_signed_by_a_key_of_the_jwks_and_says_who_for_whom_and_how_sure() {
    var tokens = browser.signIn("person", ada());
    var id = Jws.parse(tokens.tokens.path("id_token").asText(), 8192);
    var jwk = Json.parseObject(browser.get("/jwks", "application/json").body()).at("/keys/0");
    assertThat(id.isSignedBy(VerificationKey.fromJwk(jwk))).isTrue();
    assertThat(jwk.path("kid")).isEqualTo(id.unverifiedHeader().path("kid"));
    var claims = id.unverifiedClaims();
    assertThat(claims.path("iss").asText()).isEqualTo(market.base);
    assertThat(claims.path("aud").asText()).isEqualTo("hansa-cli");
    assertThat(claims.path("nonce").asText()).isEqualTo("nonce-1");
    assertThat(claims.path("acr").asText()).isEqualTo("urn:hansa:loa:low");
    assertThat(claims.path("auth_time").asLong())
        .isEqualTo(market.clock.instant().getEpochSecond());
  }

  @Test
  void discovery_says_what_is_there() {
    var json =
        Json.parseObject(
            browser.get("/.well-known/openid-configuration", "application/json").body());
    assertThat(json.path("issuer").asText()).isEqualTo(market.base);
    assertThat(json.path("subject_types_supported").toString()).isEqualTo("[\"pairwise\"]");
    assertThat(json.path("code_challenge_methods_supported").toString()).isEqualTo("[\"S256\"]");
    assertThat(json.path("id_token_signing_alg_values_supported").toString())
        .isEqualTo("[\"ES256\"]");
    assertThat(json.path("authorization_response_iss_parameter_supported").asBoolean()).isTrue();
    assertThat(json.path("authorization_challenge_endpoint").asText())
        .isEqualTo(market.base + "/authorize-challenge");
  }

  @Test
  void the_answer_carries_state_and_issuer() {
    var login = browser.start(browser.nativeRequest("person"));
    market.verifier.verified(browser.state(login).path("openid4vp").asText(), ada().json);
    var answer = location(browser.get(browser.state(login).path("next").asText(), "text/html"));
    assertThat(answer).startsWith(Browser.NATIVE_RETURN + "?");
    assertThat(parameter(answer, "state")).contains("state-1");
    assertThat(parameter(answer, "iss")).contains(market.base);
  }

  @Test
  void without_pkce_nobody_signs_in() {
    var request = browser.nativeRequest("person");
    request.remove("code_challenge");
    request.remove("code_challenge_method");
    var answer = location(browser.authorize(request));
    assertThat(answer).startsWith(Browser.NATIVE_RETURN);
    assertThat(parameter(answer, "error")).contains("invalid_request");
    assertThat(parameter(answer, "state")).contains("state-1");
    assertThat(parameter(answer, "iss")).contains(market.base);
  }

  @Test
  void plain_pkce_is_no_pkce() {
    var request = browser.nativeRequest("person");
    request.put("code_challenge_method", "plain");
    assertThat(parameter(location(browser.authorize(request)), "error"))
        .contains("invalid_request");
  }

  @Test
  void a_redirect_uri_that_is_not_registered_gets_a_page_and_no_redirect() {
    var request = browser.shopRequest("person");
    for (var wrong :
        new String[] {
          Market.SHOP_RETURN + "/",
          Market.SHOP_RETURN + "?x=1",
          "http://127.0.0.1:8081/oauth/callback/hansa",
          "https://evil.example/"
        }) {
      request.put("redirect_uri", wrong);
      var response = browser.authorize(request);
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.headers().firstValue("Location")).isEmpty();
      assertThat(response.body()).contains("not registered").doesNotContain("evil.example");
    }
  }

  @Test
  void an_unknown_client_gets_a_page() {
    var request = browser.nativeRequest("person");
    request.put("client_id", "nobody");
    assertThat(browser.authorize(request).statusCode()).isEqualTo(400);
  }

  @Test
  void a_parameter_that_stands_twice_is_refused() {
    var response =
        browser.get(
            "/authorize?" + Browser.form(browser.nativeRequest("person")) + "&state=2",
            "text/html");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("stands once");
  }

  @Test
  void another_browser_neither_sees_a_login_nor_takes_its_code() {
    var login = browser.start(browser.nativeRequest("person"));
    market.verifier.verified(browser.state(login).path("openid4vp").asText(), ada().json);
    var thief = new Browser(market);
    assertThat(thief.get(login, "text/html").statusCode()).isEqualTo(403);
    assertThat(thief.get(login + "/finish", "text/html").statusCode()).isEqualTo(403);
    var foreign = thief.start(thief.nativeRequest("person"));
    thief.cookies.put(login, java.util.Objects.requireNonNull(thief.cookies.get(foreign)));
    assertThat(thief.get(login + "/finish", "text/html").statusCode()).isEqualTo(403);
    assertThat(browser.code(login)).isNotEmpty();
  }

  @Test
  void a_login_gives_its_code_once() {
    var login = browser.start(browser.nativeRequest("person"));
    market.verifier.verified(browser.state(login).path("openid4vp").asText(), ada().json);
    assertThat(browser.code(login)).isNotEmpty();
    assertThat(browser.state(login).path("state").asText()).isEqualTo("done");
    assertThat(browser.get(login + "/finish", "text/html").statusCode()).isEqualTo(200);
  }

  @Test
  void of_many_who_finish_one_login_at_once_one_gets_the_code() throws Exception {
    var login = browser.start(browser.nativeRequest("person"));
    market.verifier.verified(browser.state(login).path("openid4vp").asText(), ada().json);
    assertThat(browser.state(login).path("state").asText()).isEqualTo("verified");
    var calls = new ArrayList<Callable<Integer>>();
    for (int i = 0; i < 8; i++) {
      calls.add(() -> browser.get(login + "/finish", "text/html").statusCode());
    }
    int redirects = 0;
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var status : pool.invokeAll(calls)) {
        redirects += status.get() == 303 ? 1 : 0;
      }
    }
    assertThat(redirects).isEqualTo(1);
  }

  @Test
  void an_authorization_request_may_come_as_a_form() {
    assertThat(browser.post("/authorize", browser.nativeRequest("person")).statusCode())
        .isEqualTo(303);
  }

  @Test
  void the_wallet_brings_the_browser_back_and_on_to_the_client() {
    var login = browser.start(browser.nativeRequest("person"));
    var link = browser.state(login).path("openid4vp").asText();
    assertThat(market.verifier.asked(link).path("redirect_uri").asText())
        .isEqualTo(market.base + login + "/return");
    market.verifier.verified(link, ada().json);
    assertThat(location(browser.get(login + "/return", "text/html"))).isEqualTo(login + "/finish");
  }

  @Test
  void a_login_that_took_too_long_is_over() {
    var login = browser.start(browser.nativeRequest("person"));
    market.verifier.verified(browser.state(login).path("openid4vp").asText(), ada().json);
    market.clock.pass(Duration.ofMinutes(10));
    assertThat(browser.state(login).path("state").asText()).isEqualTo("expired");
    assertThat(browser.get(login + "/finish", "text/html").statusCode()).isEqualTo(200);
  }

  @Test
  void a_request_that_nobody_answered_is_asked_anew() {
    var login = browser.start(browser.nativeRequest("person"));
    var first = browser.state(login).path("openid4vp").asText();
    market.verifier.state(first, "expired");
    var second = browser.state(login);
    assertThat(second.path("state").asText()).isEqualTo("waiting");
    assertThat(second.path("openid4vp").asText()).isNotEqualTo(first);
  }

  @Test
  void the_page_lets_choose_for_whom_and_loads_nothing_from_elsewhere() {
    var request = browser.shopRequest("person");
    request.remove("login_as");
    var login = browser.start(request);
    var choose = browser.get(login, "text/html");
    // A browser sends the form with its own origin, not with `null`, which the server refuses.
    assertThat(choose.headers().firstValue("Referrer-Policy")).contains("same-origin");
    assertThat(choose.body()).contains("For myself", "For an organisation", "The &lt;shop&gt;");
    assertThat(browser.state(login).path("state").asText()).isEqualTo("choose");
    var _ = browser.post(login + "/choice", java.util.Map.of("as", "organisation"));
    var page = browser.get(login, "text/html");
    assertThat(page.body())
        .contains("<svg", "openid4vp://authorize?", "aria-live", "For your organisation");
    assertThat(page.body()).doesNotContain("https://").doesNotContain("style=");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Frame-Options")).contains("DENY");
    var asked = market.verifier.asked(browser.state(login).path("openid4vp").asText());
    assertThat(asked.at("/dcql_query/credentials/0/meta/vct_values/0").asText())
        .isEqualTo("urn:hansa:mandate:1");
  }

  @Test
  void who_declines_is_told_so_and_may_go_back() {
    var login = browser.start(browser.nativeRequest("person"));
    market.verifier.refused(
        browser.state(login).path("openid4vp").asText(), "revoked", "The credential was revoked.");
    var state = browser.state(login);
    assertThat(state.path("state").asText()).isEqualTo("refused");
    assertThat(state.path("reason").asText()).isEqualTo("revoked");
    assertThat(browser.get(login, "text/html").body())
        .contains("The credential was revoked.", "error=access_denied");
    assertThat(browser.get(login + "/finish", "text/html").statusCode()).isEqualTo(200);
  }

  @Test
  void a_person_shows_its_own_key() {
    var login = browser.start(browser.nativeRequest("person"));
    var thief =
        ada().with("holderThumbprint", market.newKey().publicKey().thumbprint().toBase64Url());
    market.verifier.verified(browser.state(login).path("openid4vp").asText(), thief.json);
    assertThat(browser.state(login).path("reason").asText()).isEqualTo("holder-key");
  }

  @Test
  void nobody_signs_in_for_an_organisation_that_is_no_member() {
    var stranger = market.ledger.organisation();
    var login = browser.start(browser.nativeRequest("organisation"));
    market.verifier.verified(
        browser.state(login).path("openid4vp").asText(),
        market.mandate(stranger, market.newKey(), "PERSON").json);
    assertThat(browser.state(login).path("reason").asText()).isEqualTo("not-a-member");
  }

  @Test
  void a_mandate_that_its_mandator_did_not_issue_is_none() {
    var member = market.ledger.organisation();
    var _ = browser.join(member, market.participant(member, market.newKey(), "MNO"));
    var login = browser.start(browser.nativeRequest("organisation"));
    var forged =
        market
            .mandate(member, market.newKey(), "PERSON")
            .with("issuer", market.ledger.organisation().did().toString());
    market.verifier.verified(browser.state(login).path("openid4vp").asText(), forged.json);
    assertThat(browser.state(login).path("reason").asText()).isEqualTo("mandate-link");
  }

  @Test
  void a_member_whose_membership_was_revoked_is_let_in_no_more() {
    var member = market.ledger.organisation();
    var membership = market.participant(member, market.newKey(), "MNO");
    var _ = browser.join(member, membership);
    membership.revoke();
    var login = browser.start(browser.nativeRequest("organisation"));
    market.verifier.verified(
        browser.state(login).path("openid4vp").asText(),
        market.mandate(member, market.newKey(), "PERSON").json);
    assertThat(browser.state(login).path("reason").asText()).isEqualTo("membership-not-valid");
  }

  @Test
  void a_resource_that_is_not_the_clients_is_refused() {
    var request = browser.nativeRequest("person");
    request.put("resource", "https://elsewhere.example");
    assertThat(parameter(location(browser.authorize(request)), "error")).contains("invalid_target");
  }

  @Test
  void a_machine_signs_in_without_a_browser() {
    var member = market.ledger.organisation();
    var _ = browser.join(member, market.participant(member, market.newKey(), "MONITOR"));
    var form = browser.nativeRequest("organisation");
    form.remove("redirect_uri");
    form.remove("state");
    var first = Json.parseObject(challenge(form));
    assertThat(first.path("error").asText()).isEqualTo("insufficient_authorization");
    var again =
        java.util.Map.of(
            "client_id", "hansa-cli", "auth_session", first.path("auth_session").asText());
    assertThat(challenge(again)).contains("insufficient_authorization");
    market.verifier.verified(
        first.path("openid4vp").asText(),
        market.mandate(member, market.newKey(), "MACHINE", "Telecom/Kpi/Report").json);
    var code = Json.parseObject(challenge(again)).path("authorization_code").asText();
    assertThat(challenge(again)).contains("invalid_session");
    var redemption = browser.redemption(code);
    redemption.remove("redirect_uri");
    var response = browser.token(redemption);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    var claims = browser.new SignedIn(Json.parseObject(response.body())).claims();
    assertThat(claims.path("machine").asBoolean()).isTrue();
    assertThat(claims.path("party").asText()).isEqualTo(member.did().toString());
  }

  @Test
  void the_challenge_endpoint_is_for_the_markets_own_clients() {
    var form = browser.nativeRequest("person");
    form.put("client_id", "other");
    assertThat(challenge(form)).contains("unauthorized_client");
  }

  private String challenge(java.util.Map<String, String> form) {
    return browser
        .post(
            "/authorize-challenge",
            form,
            "DPoP",
            browser.proof("POST", "/authorize-challenge", java.util.Optional.empty()))
        .body();
  }
}
