package dev.hansa.issuer;

import static dev.hansa.issuer.LoginFlow.AUTHORITY;
import static dev.hansa.issuer.LoginFlow.HOUSE;
import static dev.hansa.issuer.LoginFlow.MANDATE;
import static dev.hansa.issuer.LoginFlow.NAME;
import static dev.hansa.issuer.LoginFlow.PROVIDER;
import static dev.hansa.issuer.LoginFlow.authorize;
import static dev.hansa.issuer.LoginFlow.begun;
import static dev.hansa.issuer.LoginFlow.file;
import static dev.hansa.issuer.LoginFlow.offer;
import static dev.hansa.issuer.LoginFlow.offered;
import static dev.hansa.issuer.LoginFlow.policy;
import static dev.hansa.issuer.LoginFlow.request;
import static dev.hansa.issuer.LoginFlow.token;
import static dev.hansa.issuer.LoginFlow.told;
import static dev.hansa.issuer.Samples.PARTICIPANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.Json;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The authorization code flow of an issuer whose people log in at an OpenID provider.
class LoginAtProviderTest {
  private final TestWallet wallet = new TestWallet(HOUSE);

  @BeforeEach
  void tellTheTruth() throws Exception {
    PROVIDER.reset();
    policy();
  }

  @Test
  void a_person_logs_in_at_the_provider_agrees_and_the_wallet_gets_what_was_offered_to_them() {
    PROVIDER.person = Map.of("sub", "p-1");
    var offered = offered(wallet.did(), "p-1");
    var form = request(PARTICIPANT);
    form.put(
        "issuer_state",
        TestWallet.offer(offered.path("offerUri").asText())
            .at("/grants/authorization_code/issuer_state")
            .asText());
    var browser = begun(form);
    assertThat(browser.login()).startsWith(PROVIDER.issuer() + "/authorize?");
    var asked = CodeFlow.query(browser.login());
    assertThat(asked)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", TestProvider.CLIENT)
        .containsEntry("scope", "openid")
        .containsEntry("redirect_uri", HOUSE.base + "/" + NAME + "/login/callback")
        .containsEntry("code_challenge_method", "S256")
        .containsKeys("state", "nonce", "code_challenge");
    // Nothing that the wallet sent goes to the provider.
    assertThat(asked.values()).doesNotContain("s t", CodeFlow.CHALLENGE, "a-wallet");

    // Whoever comes back without an answer reads what to do.
    var page = browser.get("");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body())
        .contains("First log in", "The &lt;Works&gt; account", "Market participant");
    assertThat(browser.get("/state").json().path("state").asText()).isEqualTo("waiting");

    var back = browser.comeBack();
    assertThat(back.status()).as(back.body()).isEqualTo(303);
    assertThat(back.header("Location")).isEqualTo(browser.path());
    assertThat(back.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(browser.get("").body())
        .contains("Shall your wallet have this credential?", "wallet.example", "PROSUMER");

    var given = CodeFlow.query(browser.answer("yes").header("Location"));
    assertThat(given)
        .containsEntry("state", "s t")
        .containsEntry("iss", HOUSE.base + "/" + NAME)
        .containsKey("code");
    var token = token(given.getOrDefault("code", ""));
    assertThat(token.status()).as(token.body()).isEqualTo(200);
    var credential = wallet.fetch(NAME, PARTICIPANT, token.json().path("access_token").asText());
    assertThat(credential.status()).as(credential.body()).isEqualTo(200);
    assertThat(browser.get("").status()).isEqualTo(410);
  }

  @Test
  void a_wallet_that_comes_by_itself_gets_what_waits_for_the_account() {
    PROVIDER.person = Map.of("sub", "p-2");
    var _ = offered(new TestWallet(HOUSE).did(), "somebody else");
    var _ = offered(wallet.did(), "p-2");
    var browser = begun(request(PARTICIPANT));
    assertThat(browser.comeBack().status()).isEqualTo(303);
    var code = CodeFlow.query(browser.answer("yes").header("Location")).getOrDefault("code", "");
    var token = token(code).json().path("access_token").asText();
    assertThat(wallet.fetch(NAME, PARTICIPANT, token).status()).isEqualTo(200);
  }

  @Test
  void whoever_logs_in_with_another_account_gets_nothing() {
    PROVIDER.person = Map.of("sub", "a-thief");
    var offered = offered(wallet.did(), "p-3");
    var form = request(PARTICIPANT);
    form.put(
        "issuer_state",
        TestWallet.offer(offered.path("offerUri").asText())
            .at("/grants/authorization_code/issuer_state")
            .asText());
    var browser = begun(form);
    var page = browser.comeBack();
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body())
        .contains("no such credential for the account")
        .doesNotContain("PROSUMER", "a-thief");
    assertThat(told(page))
        .containsEntry("error", "access_denied")
        .containsEntry("state", "s t")
        .containsEntry("iss", HOUSE.base + "/" + NAME);
    assertThat(browser.get("").status()).isEqualTo(410);
  }

  @Test
  void an_offer_names_its_holder_as_those_who_get_its_type_show_who_they_are() throws Exception {
    var wish = Samples.offer(PARTICIPANT, Samples.person(wallet.did()), false);
    wish.put("grant", "authorization_code");
    // By a DID, the claims' own sub: nobody who logs in is a DID.
    var byDid = Calls.postAs(HOUSE, AUTHORITY, "/" + NAME + "/issuances", wish.toString());
    assertThat(byDid.status()).isEqualTo(403);
    assertThat(byDid.json().at("/reasons/0/rule").asText()).isEqualTo("holder");
    // At a provider that is not this issuer's.
    assertThat(
            offer(
                    wallet.did(),
                    Json.newObject().put("provider", "https://other.example").put("subject", "p"))
                .status())
        .isEqualTo(403);
    for (var holder :
        List.of(
            Json.newObject().put("provider", PROVIDER.issuer()),
            Json.newObject().put("provider", PROVIDER.issuer()).put("subject", " "),
            Json.newObject().put("provider", PROVIDER.issuer()).put("subject", "x".repeat(256)),
            Json.newObject().put("login", "mine"))) {
      assertThat(offer(wallet.did(), holder).status()).as(holder.toString()).isEqualTo(400);
    }
    // Where the type is not among those that are got by logging in, it is the other way round.
    policy(login -> login.putArray("types").add(MANDATE));
    assertThat(Calls.postAs(HOUSE, AUTHORITY, "/" + NAME + "/issuances", wish.toString()).status())
        .isEqualTo(201);
    assertThat(
            offer(
                    wallet.did(),
                    Json.newObject().put("provider", PROVIDER.issuer()).put("subject", "p"))
                .status())
        .isEqualTo(403);
    // And who asks for it is asked for a credential.
    assertThat(authorize(request(PARTICIPANT)).header("Location")).startsWith("/" + NAME);
    assertThat(authorize(request(MANDATE)).header("Location")).startsWith(PROVIDER.issuer());
  }

  @Test
  void an_offers_page_says_that_one_logs_in() {
    var uri = TestWallet.offerAddress(offered(wallet.did(), "p-4").path("offerUri").asText());
    assertThat(Calls.get(uri, "Accept", "text/html").body())
        .contains("You are asked to log in at The &lt;Works&gt; account.");
  }

  /// A mandate for whoever the provider says is an employee.
  private static void mandates(ObjectNode login) {
    login.putArray("scopes").add("profile");
    login.putObject("require").put("groups", "traders");
    var made = login.putObject("credentials").putObject(MANDATE).put("validity", "P30D");
    var claims = Samples.mandate(AUTHORITY.did());
    claims
        .putObject("mandatee")
        .put("kind", "PERSON")
        .<ObjectNode>set("givenName", Json.newObject().put("$claim", "given_name"))
        .<ObjectNode>set("familyName", Json.newObject().put("$claim", "family_name"))
        .set("email", Json.newObject().put("$claim", "email").put("optional", true));
    made.set("claims", claims);
  }

  private static Map<String, Object> employee(String family) {
    return Map.of(
        "sub",
        "e-1",
        "given_name",
        "Eve",
        "family_name",
        family,
        "groups",
        List.of("x", "traders"));
  }

  @Test
  void what_the_provider_says_makes_a_credential_where_the_policy_says_how() throws Exception {
    policy(LoginAtProviderTest::mandates);
    PROVIDER.person = employee("Employee");
    var browser = begun(request(MANDATE));
    assertThat(CodeFlow.query(browser.login())).containsEntry("scope", "openid profile");
    var back = browser.comeBack();
    assertThat(back.status()).as(back.body()).isEqualTo(303);
    assertThat(browser.get("").body()).contains("Eve", "Employee");
    var code = CodeFlow.query(browser.answer("yes").header("Location")).getOrDefault("code", "");
    var fetched = wallet.fetch(NAME, MANDATE, token(code).json().path("access_token").asText());
    assertThat(fetched.status()).as(fetched.body()).isEqualTo(200);
    var credential = SdJwt.parse(fetched.json().at("/credentials/0/credential").asText());
    var claims = credential.unverifiedClaims();
    assertThat(claims.path("iss").asText()).isEqualTo(AUTHORITY.did().toString());
    assertThat(claims.path("exp").asLong() - claims.path("iat").asLong())
        .isEqualTo(Duration.ofDays(30).toSeconds());
  }

  @Test
  void what_was_not_agreed_to_is_taken_back_and_the_next_login_says_what_is_true_then()
      throws Exception {
    policy(LoginAtProviderTest::mandates);
    PROVIDER.person = employee("Maiden");
    var first = begun(request(MANDATE));
    assertThat(first.comeBack().status()).isEqualTo(303);
    assertThat(CodeFlow.query(first.answer("no").header("Location")))
        .containsEntry("error", "access_denied");
    var withdrawn =
        Calls.getAs(HOUSE, AUTHORITY, "/" + NAME + "/issuances", "?limit=1")
            .json()
            .at("/issuances/0");
    assertThat(withdrawn.path("vct").asText()).isEqualTo(MANDATE);
    assertThat(withdrawn.path("state").asText()).isEqualTo("withdrawn");
    // One that was left without a word is nobody else's either, not even the same person's.
    assertThat(begun(request(MANDATE)).comeBack().status()).isEqualTo(303);
    PROVIDER.person = employee("Married");
    var third = begun(request(MANDATE));
    assertThat(third.comeBack().status()).isEqualTo(303);
    assertThat(third.get("").body()).contains("Married").doesNotContain("Maiden");
  }

  @Test
  void what_the_policy_requires_everybody_has() throws Exception {
    policy(LoginAtProviderTest::mandates);
    for (var groups : List.of(List.of(), List.of("traders "), "visitors", true)) {
      PROVIDER.person =
          Map.of("sub", "e-2", "given_name", "Eve", "family_name", "E", "groups", groups);
      var page = begun(request(MANDATE)).comeBack();
      assertThat(page.body()).contains("not one of those that may have this");
      assertThat(told(page)).containsEntry("error", "access_denied");
    }
  }

  @Test
  void what_does_not_make_a_credential_of_the_type_is_none() throws Exception {
    policy(LoginAtProviderTest::mandates);
    // A claim is missing; it has another form; it is not as the type wants it.
    for (var email : List.of(Map.of("_sd", List.of("x")), "no address at all", 7)) {
      PROVIDER.person =
          Map.of(
              "sub",
              "e-3",
              "given_name",
              "Eve",
              "family_name",
              "E",
              "groups",
              "traders",
              "email",
              email);
      var page = begun(request(MANDATE)).comeBack();
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.body()).contains("does not make this credential");
      assertThat(told(page)).containsEntry("error", "access_denied");
    }
    PROVIDER.person = Map.of("sub", "e-3", "given_name", "Eve", "groups", "traders");
    assertThat(begun(request(MANDATE)).comeBack().body()).contains("does not make this credential");
  }

  @Test
  void userinfo_adds_to_the_id_token_and_is_about_the_same_person() throws Exception {
    policy(login -> {
      mandates(login);
      login.put("userInfo", true);
    });
    PROVIDER.person = Map.of("sub", "e-4", "family_name", "Token");
    PROVIDER.userInfo =
        Map.of("sub", "e-4", "given_name", "Info", "family_name", "Other", "groups", "traders");
    var browser = begun(request(MANDATE));
    assertThat(browser.comeBack().status()).isEqualTo(303);
    assertThat(browser.get("").body()).contains("Info", "Token").doesNotContain("Other");
    PROVIDER.userInfo = Map.of("sub", "e-5", "given_name", "Info", "groups", "traders");
    assertThat(told(begun(request(MANDATE)).comeBack())).containsEntry("error", "server_error");
  }

  @Test
  void an_address_that_the_provider_has_not_checked_names_nobody() throws Exception {
    policy(login -> login.put("holder", "email"));
    var _ = offered(wallet.did(), "pia@works.example");
    for (var checked :
        List.of(Map.<String, Object>of(), Map.of("email_verified", (Object) false))) {
      var person = new java.util.HashMap<String, Object>(checked);
      person.put("sub", "p-5");
      person.put("email", "pia@works.example");
      PROVIDER.person = person;
      var page = begun(request(PARTICIPANT)).comeBack();
      assertThat(page.body()).contains("has not checked, who you are");
      assertThat(told(page)).containsEntry("error", "access_denied");
    }
    PROVIDER.person = Map.of("sub", "p-5", "email", "pia@works.example", "email_verified", true);
    assertThat(begun(request(PARTICIPANT)).comeBack().status()).isEqualTo(303);
  }

  @Test
  void a_policy_may_want_a_fresh_login_and_a_sure_one() throws Exception {
    policy(login -> login.put("maxAge", "PT10M").putArray("acr").add("gold"));
    PROVIDER.person = Map.of("sub", "p-6");
    var _ = offered(wallet.did(), "p-6");
    var asked = CodeFlow.query(begun(request(PARTICIPANT)).login());
    assertThat(asked).containsEntry("max_age", "600").containsEntry("acr_values", "gold");
    var now = HOUSE.clock.instant();
    for (var person :
        List.of(
            Map.<String, Object>of("acr", "gold"),
            Map.<String, Object>of("acr", "gold", "auth_time", Date.from(now.minusSeconds(661))),
            Map.<String, Object>of("auth_time", Date.from(now)),
            Map.<String, Object>of("acr", "tin", "auth_time", Date.from(now)))) {
      PROVIDER.claims =
          set -> {
            person.forEach(set::claim);
            return set;
          };
      assertThat(told(begun(request(PARTICIPANT)).comeBack()))
          .as(person.toString())
          .containsEntry("error", "server_error");
    }
    PROVIDER.claims =
        set -> set.claim("acr", "gold").claim("auth_time", Date.from(now.minusSeconds(600)));
    assertThat(begun(request(PARTICIPANT)).comeBack().status()).isEqualTo(303);
  }

  @Test
  void the_issuer_is_a_client_by_its_own_key_or_by_a_secret_in_a_file() throws Exception {
    var keys = Calls.get(HOUSE.base + "/" + NAME + "/login/jwks").json().path("keys");
    assertThat(keys).hasSize(1);
    assertThat(keys.path(0).path("kid").asText()).isEqualTo(AUTHORITY.did() + "#auth");
    assertThat(keys.path(0).has("d")).isFalse();
    PROVIDER.person = Map.of("sub", "p-7");
    var _ = offered(wallet.did(), "p-7");
    // By its key, which the provider knows from there.
    assertThat(begun(request(PARTICIPANT)).comeBack().status()).isEqualTo(303);
    file("works.secret", TestProvider.SECRET + "\n", "rw-------");
    policy(login ->
        login.put("clientAuthentication", "client_secret_basic").put("secretFile", "works.secret"));
    assertThat(begun(request(PARTICIPANT)).comeBack().status()).isEqualTo(303);
    file("works.secret", "another", "rw-------");
    policy(login ->
        login.put("clientAuthentication", "client_secret_basic").put("secretFile", "works.secret"));
    assertThat(told(begun(request(PARTICIPANT)).comeBack())).containsEntry("error", "server_error");
  }

  @Test
  void an_issuer_whose_login_is_misconfigured_is_away_until_it_is_right() throws Exception {
    file("open.secret", TestProvider.SECRET, "rw-r-----");
    var metadata = HOUSE.base + "/.well-known/oauth-authorization-server/" + NAME;
    for (java.util.function.Consumer<ObjectNode> mistake :
        List.<java.util.function.Consumer<ObjectNode>>of(
            login ->
                login
                    .put("clientAuthentication", "client_secret_basic")
                    .put("secretFile", "open.secret"),
            login -> login.put("clientAuthentication", "client_secret_basic"),
            login ->
                login
                    .put("clientAuthentication", "client_secret_basic")
                    .put("secretFile", "../keys/x.secret"),
            login -> login.put("clientAuthentication", "none"),
            login -> login.put("issuer", "http://login.example"),
            login -> login.put("issuer", "https://login.example?x=1"),
            login -> login.putArray("algorithms").add("HS256"),
            login -> login.putArray("algorithms").add("none"),
            login -> login.put("maxAge", "soon"),
            login -> login.putObject("require").putNull("groups"),
            login -> login.put("requires", "misspelt"),
            login -> login.putObject("credentials").putObject("no type").putObject("claims"),
            login ->
                login
                    .putObject("credentials")
                    .putObject(MANDATE)
                    .putObject("claims")
                    .put("iss", "did:key:z"))) {
      policy(mistake);
      assertThat(Calls.get(metadata).status()).isEqualTo(404);
    }
    policy();
    assertThat(Calls.get(metadata).status()).isEqualTo(200);
  }
}
