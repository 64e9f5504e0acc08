package dev.hansa.issuer;

import static dev.hansa.issuer.LoginFlow.HOUSE;
import static dev.hansa.issuer.LoginFlow.NAME;
import static dev.hansa.issuer.LoginFlow.PROVIDER;
import static dev.hansa.issuer.LoginFlow.authorize;
import static dev.hansa.issuer.LoginFlow.begun;
import static dev.hansa.issuer.LoginFlow.offered;
import static dev.hansa.issuer.LoginFlow.policy;
import static dev.hansa.issuer.LoginFlow.request;
import static dev.hansa.issuer.LoginFlow.told;
import static dev.hansa.issuer.Samples.PARTICIPANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.hansa.issuer.LoginFlow.Browser;
import dev.hansa.issuer.TestProvider.Reply;
import dev.hansa.issuer.TestProvider.Signing;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a provider that lies, somebody between, and a provider that is silent come to.
class LoginLiesTest {
  private final TestWallet wallet = new TestWallet(HOUSE);

  @BeforeEach
  void tellTheTruth() throws Exception {
    PROVIDER.reset();
    policy();
    var _ = offered(wallet.did(), "pia");
    // The truth is believed; what follows differs from it in one thing.
    assertThat(begun(request(PARTICIPANT)).comeBack().status()).isEqualTo(303);
  }

  private static void isRefused(String what) {
    var browser = begun(request(PARTICIPANT));
    var page = browser.comeBack();
    assertThat(page.status()).as(what).isEqualTo(200);
    assertThat(page.body()).as(what).contains("could not be believed").doesNotContain("PROSUMER");
    assertThat(told(page)).as(what).containsEntry("error", "server_error").containsKey("iss");
    assertThat(browser.get("").status()).as(what).isEqualTo(410);
  }

  @Test
  void an_id_token_whose_claims_have_one_defect_is_not_believed() {
    var now = HOUSE.clock.instant();
    var lies = new LinkedHashMap<String, UnaryOperator<JWTClaimsSet.Builder>>();
    lies.put("another nonce", set -> set.claim("nonce", "another"));
    lies.put("no nonce", set -> set.claim("nonce", null));
    lies.put("another aud", set -> set.audience("another"));
    lies.put("no aud", set -> set.audience((String) null));
    lies.put("another iss", set -> set.issuer("https://other.example"));
    lies.put("iss with a slash", set -> set.issuer(PROVIDER.issuer() + "/"));
    lies.put("no sub", set -> set.subject(null));
    lies.put("no exp", set -> set.expirationTime(null));
    lies.put("expired", set -> set.expirationTime(Date.from(now.minusSeconds(61))));
    lies.put("no iat", set -> set.issueTime(null));
    lies.put("iat ahead", set -> set.issueTime(Date.from(now.plusSeconds(61))));
    lies.put("iat long ago", set -> set.issueTime(Date.from(now.minusSeconds(601))));
    lies.put("not valid yet", set -> set.notBeforeTime(Date.from(now.plusSeconds(61))));
    lies.put("two aud, no azp", set -> set.audience(List.of(TestProvider.CLIENT, "another")));
    lies.put("azp of another", set -> set.claim("azp", "another"));
    lies.put("another at_hash", set -> set.claim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"));
    lies.forEach((what, lie) -> {
      PROVIDER.claims = lie;
      isRefused(what);
    });
    PROVIDER.claims =
        set ->
            set.audience(List.of("another", TestProvider.CLIENT)).claim("azp", TestProvider.CLIENT);
    assertThat(begun(request(PARTICIPANT)).comeBack().status()).isEqualTo(303);
  }

  @Test
  void an_id_token_that_the_providers_key_did_not_sign_is_not_believed() {
    var foreign = TestProvider.key("key-1");
    var lies = new LinkedHashMap<String, Signing>();
    lies.put("alg none", set -> new PlainJWT(set).serialize());
    lies.put(
        "HS256 with the public key", set -> hmac(set, PROVIDER.key.toPublicJWK().toJSONString()));
    lies.put("HS256 with the client's secret", set -> hmac(set, "works".repeat(8)));
    lies.put("a foreign key under this kid", set -> TestProvider.sign(set, foreign));
    lies.put("the key in the header", LoginLiesTest::withItsOwnKey);
    lies.put("another typ", LoginLiesTest::asAccessToken);
    lies.put(
        "a signature cut off",
        set -> {
          var text = PROVIDER.sign(set);
          return text.substring(0, text.lastIndexOf('.') + 1);
        });
    lies.put(
        "another payload",
        set -> {
          var parts = PROVIDER.sign(set).split("\\.", -1);
          var other =
              PROVIDER.sign(new JWTClaimsSet.Builder(set).subject("carl").build()).split("\\.", -1);
          return parts[0] + "." + other[1] + "." + parts[2];
        });
    lies.put("no JWT", _ -> "no JWT");
    lies.put(
        "too long",
        set -> PROVIDER.sign(new JWTClaimsSet.Builder(set).claim("x", "x".repeat(70_000)).build()));
    lies.forEach((what, lie) -> {
      PROVIDER.signing = lie;
      isRefused(what);
    });
  }

  private static String hmac(JWTClaimsSet set, String secret) throws JOSEException {
    var header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("key-1").build();
    var jwt = new SignedJWT(header, set);
    jwt.sign(new MACSigner(secret.getBytes(StandardCharsets.UTF_8)));
    return jwt.serialize();
  }

  private static String withItsOwnKey(JWTClaimsSet set) throws JOSEException {
    var own = TestProvider.key("own");
    var header = new JWSHeader.Builder(JWSAlgorithm.ES256).jwk(own.toPublicJWK()).build();
    var jwt = new SignedJWT(header, set);
    jwt.sign(new ECDSASigner(own));
    return jwt.serialize();
  }

  private static String asAccessToken(JWTClaimsSet set) throws JOSEException {
    var header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("at+jwt"))
            .keyID("key-1")
            .build();
    var jwt = new SignedJWT(header, set);
    jwt.sign(new ECDSASigner(PROVIDER.key));
    return jwt.serialize();
  }

  @Test
  void an_algorithm_that_the_policy_leaves_out_is_not_believed() throws Exception {
    policy(login -> login.putArray("algorithms").add("PS256"));
    isRefused("ES256 where the policy has PS256");
  }

  @Test
  void the_answer_names_the_provider_that_was_asked() {
    var lies =
        Map.<String, UnaryOperator<String>>of(
            "iss of another", to -> to.replaceFirst("iss=[^&]*", "iss=https%3A%2F%2Fother.example"),
            "no iss, which was promised", to -> to.replaceFirst("[?&]iss=[^&]*", ""),
            "no code and no error", to -> to.replaceFirst("code=[^&]*", "x=y"));
    lies.forEach((what, lie) -> {
      PROVIDER.back = to -> whole(lie.apply(to));
      isRefused(what);
    });
    assertThat(PROVIDER.calls.getOrDefault("/op/token", 0)).isEqualTo(1);
  }

  private static String whole(String address) {
    return address.contains("?") ? address : address.replaceFirst("&", "?");
  }

  @Test
  void an_answer_counts_for_the_browser_and_the_login_that_it_is_of() {
    var mine = begun(request(PARTICIPANT));
    var thiefs = begun(request(PARTICIPANT));
    var callback = mine.logIn();
    // Another browser has the address, and no cookie of that path.
    assertThat(
            new Browser(mine.path(), "hansa-issue=" + "A".repeat(43), "").follow(callback).status())
        .isEqualTo(403);
    assertThat(Calls.get(HOUSE.base + Calls.get(callback).header("Location")).status())
        .isEqualTo(403);
    // The thief's own answer, put into my browser; and mine under the thief's path.
    var forced = Calls.get(thiefs.logIn()).header("Location");
    var query = forced.substring(forced.indexOf('?'));
    assertThat(mine.get("/back" + query).status()).isEqualTo(403);
    assertThat(mine.get("/back?state=made-up&code=code-1").status()).isEqualTo(403);
    assertThat(mine.get("/back").status()).isEqualTo(400);
    assertThat(mine.get("/back" + query + "&state=twice").status()).isEqualTo(400);
    assertThat(Calls.get(HOUSE.base + "/" + NAME + "/login/callback?state=x&code=y").status())
        .isEqualTo(400);
    // None of that used mine up.
    assertThat(mine.follow(callback).status()).isEqualTo(303);
    assertThat(mine.get("").body()).contains("Shall your wallet have this credential?");
  }

  @Test
  void a_code_of_the_provider_is_taken_there_once_also_by_many_at_once() throws Exception {
    var browser = begun(request(PARTICIPANT));
    var callback = browser.logIn();
    PROVIDER.calls.clear();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          pool.invokeAll(
              java.util.Collections.<Callable<Integer>>nCopies(
                  12, () -> browser.follow(callback).status()));
      for (var each : all) {
        // On to the consent, or the page that waits for the one that was first.
        assertThat(each.get()).isIn(200, 303);
      }
    }
    assertThat(PROVIDER.calls).containsEntry("/op/token", 1);
    assertThat(browser.get("/state").json().path("state").asText()).isEqualTo("ready");
    assertThat(browser.follow(callback).header("Location")).isEqualTo(browser.path());
    assertThat(browser.answer("yes").status()).isEqualTo(303);
    assertThat(browser.follow(callback).status()).isEqualTo(410);
    assertThat(PROVIDER.calls).containsEntry("/op/token", 1);
  }

  @Test
  void a_login_is_over_after_ten_minutes() {
    var browser = begun(request(PARTICIPANT));
    var callback = browser.logIn();
    HOUSE.clock.forward(Duration.ofMinutes(10));
    assertThat(browser.follow(callback).status()).isEqualTo(410);
  }

  @Test
  void what_the_token_endpoint_answers_beside_the_rules_is_not_believed() {
    var elsewhere = PROVIDER.issuer() + "/userinfo";
    var replies = new LinkedHashMap<String, Reply>();
    replies.put("a redirect", new Reply(307, elsewhere, ""));
    replies.put("another redirect", new Reply(302, elsewhere, ""));
    replies.put("the code is none", new Reply(400, "", "{\"error\":\"invalid_grant\"}"));
    replies.put("no JSON", new Reply(200, "", "<html>"));
    replies.put(
        "no ID token", new Reply(200, "", "{\"access_token\":\"a\",\"token_type\":\"Bearer\"}"));
    replies.put(
        "an ID token twice",
        new Reply(
            200,
            "",
            "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"id_token\":\"a\",\"id_token\":\"b\"}"));
    replies.forEach((what, reply) -> {
      PROVIDER.instead = Optional.of(reply);
      isRefused(what);
    });
    assertThat(PROVIDER.calls).doesNotContainKey("/op/userinfo");
  }

  @Test
  void a_provider_that_is_silent_in_the_middle_is_told_as_that() {
    for (var reply : List.of(new Reply(503, "", ""), new Reply(200, "", "x".repeat(300 * 1024)))) {
      PROVIDER.instead = Optional.of(reply);
      var browser = begun(request(PARTICIPANT));
      var page = browser.comeBack();
      assertThat(page.body()).contains("cannot log you in just now");
      assertThat(told(page)).containsEntry("error", "temporarily_unavailable");
      assertThat(browser.get("").status()).isEqualTo(410);
    }
  }

  @Test
  void what_the_provider_refuses_is_told_to_the_person_in_words_and_to_the_wallet_by_its_name() {
    Map.of(
            "access_denied", "access_denied",
            "login_required", "access_denied",
            "temporarily_unavailable", "temporarily_unavailable",
            "server_error", "temporarily_unavailable",
            "invalid_scope", "server_error",
            "<script>", "server_error")
        .forEach((error, told) -> {
          PROVIDER.back =
              to ->
                  to.replaceFirst(
                      "code=[^&]*",
                      "error="
                          + error.replace("<", "%3C").replace(">", "%3E")
                          + "&error_description=Call+0900");
          var browser = begun(request(PARTICIPANT));
          var page = browser.comeBack();
          assertThat(page.status()).isEqualTo(200);
          assertThat(page.body()).doesNotContain("<script>", "0900");
          assertThat(told(page)).as(error).containsEntry("error", told);
          assertThat(browser.get("").status()).isEqualTo(410);
        });
  }

  @Test
  void a_provider_that_is_down_is_a_page_and_the_same_link_works_later() throws Exception {
    int closed;
    try (var socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    policy(login -> login.put("issuer", "http://127.0.0.1:" + closed));
    var page = authorize(request(PARTICIPANT));
    assertThat(page.status()).isEqualTo(503);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.header("Retry-After")).isNotEmpty();
    assertThat(page.body()).contains("This cannot go on just now");
    assertThat(told(page)).containsEntry("error", "temporarily_unavailable").containsKey("iss");
    var again = page.body().replaceFirst("(?s).*href=\"(/[^\"]+)\">Try again.*", "$1");
    policy();
    var later = Calls.get(HOUSE.base + again.replace("&amp;", "&"));
    assertThat(later.status()).isEqualTo(303);
    assertThat(later.header("Location")).startsWith(PROVIDER.issuer());
  }

  @Test
  void metadata_that_a_client_cannot_use_are_not_used() {
    var lies =
        Map.<String, Map<String, Object>>of(
            "another issuer", Map.of("issuer", "https://other.example"),
            "an empty issuer", Map.of("issuer", ""),
            "an endpoint without TLS", Map.of("token_endpoint", "http://login.example/token"),
            "an address of our own house", Map.of("jwks_uri", "file:///etc/passwd"),
            "a user in an address", Map.of("authorization_endpoint", "https://a@login.example/"),
            "PKCE without S256", Map.of("code_challenge_methods_supported", List.of("plain")),
            "no way to know the client",
                Map.of("token_endpoint_auth_methods_supported", List.of("tls_client_auth")));
    lies.forEach((what, lie) -> {
      HOUSE.clock.forward(Duration.ofHours(1));
      PROVIDER.metadata =
          all -> {
            all.putAll(lie);
            return all;
          };
      var page = authorize(request(PARTICIPANT));
      assertThat(page.status()).as(what).isEqualTo(503);
      assertThat(told(page)).as(what).containsEntry("error", "temporarily_unavailable");
    });
    PROVIDER.metadata = UnaryOperator.identity();
    assertThat(authorize(request(PARTICIPANT)).status()).isEqualTo(303);
  }

  @Test
  void a_new_key_is_loaded_and_no_more_than_once_a_minute() {
    HOUSE.clock.forward(Duration.ofMinutes(1));
    var next = TestProvider.key("key-2");
    PROVIDER.published = List.of(PROVIDER.key.toPublicJWK(), next.toPublicJWK());
    PROVIDER.signing = set -> TestProvider.sign(set, next);
    var _ = offered(wallet.did(), "pia");
    PROVIDER.calls.clear();
    assertThat(begun(request(PARTICIPANT)).comeBack().status()).isEqualTo(303);
    assertThat(PROVIDER.calls).containsEntry("/op/jwks", 1);
    // Names that no key has make us ask no more.
    PROVIDER.signing = set -> TestProvider.sign(set, TestProvider.key("key-3"));
    isRefused("an unknown key");
    isRefused("an unknown key again");
    assertThat(PROVIDER.calls).containsEntry("/op/jwks", 1);
    HOUSE.clock.forward(Duration.ofMinutes(1));
    isRefused("an unknown key a minute later");
    assertThat(PROVIDER.calls).containsEntry("/op/jwks", 2);
  }
}
