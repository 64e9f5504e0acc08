package dev.hansa.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.DpopProofs;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.RequestTokens;
import dev.hansa.identity.Signer;
import dev.hansa.wallet.Town.Reply;
import dev.hansa.wallet.Town.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sign-in and calls at the wallet's edge, against stand-ins of marketplace-auth and of a verifier.
class SignInTest {
  private static final String CLIENT = "decentralized_identifier:" + Town.VERIFIER;

  @TempDir private Path folder = Path.of("");
  private final Town town = new Town();
  private final Signer dpop = Town.newKey();
  private final Map<String, String> asked = new HashMap<>();
  private boolean presented;
  private String state = "verified";
  private Optional<String> otherState = Optional.empty();
  private Optional<String> otherNonce = Optional.empty();
  private Signer provider = Town.VERIFIER_KEY;

  @BeforeEach
  void auth() {
    var claims =
        Json.newObject()
            .put("aud", "https://self-issued.me/v2")
            .put("client_id", CLIENT)
            .put("response_type", "vp_token")
            .put("response_mode", "direct_post")
            .put("response_uri", town.base() + "/responses/1")
            .put("nonce", "n-0S6_WzA2Mj-Zr1cG5_2w")
            .put("purpose", "To sign you in");
    claims.set(
        "dcql_query",
        Json.parse(
            """
            {"credentials":[{"id":"member","format":"dc+sd-jwt","meta":{"vct_values":["urn:hansa:participant:1"]}}]}
            """));
    var jar = Jws.signJwt("oauth-authz-req+jwt", Town.VERIFIER_NAME, claims, Town.VERIFIER_KEY);
    town.on("GET /request-objects/1", _ -> new Reply(200, jar, Map.of()));
    town.on(
        "POST /responses/1",
        _ -> {
          presented = true;
          return Reply.json(200, "{}");
        });
    town.on("GET /authorize", this::authorize);
    town.on("GET /login/7", this::login);
    town.on("GET /login/7/finish", this::finish);
    town.on("POST /token", this::token);
    town.on("POST /authorize-challenge", this::challenge);
    town.on("GET /jwks", _ -> jwks());
  }

  @AfterEach
  void close() {
    town.close();
  }

  private String link() {
    return "openid4vp://authorize?client_id="
        + Http.encode(CLIENT)
        + "&request_uri="
        + Http.encode(town.base() + "/request-objects/1");
  }

  private Reply authorize(Request request) {
    asked.putAll(request.query());
    return new Reply(
        303, "", Map.of("Location", "/login/7", "Set-Cookie", "hansa-login=c; Path=/login/7"));
  }

  private Reply login(Request request) {
    assertThat(request.header("Cookie")).isEqualTo("hansa-login=c");
    return presented
        ? Reply.json(
            200,
            "{'state':'%s','next':'/login/7/finish','reason':'revoked','sentence':'It is not revoked.'}"
                .formatted(state))
        : Reply.json(200, "{'state':'waiting','openid4vp':'" + link() + "'}");
  }

  private Reply finish(Request request) {
    assertThat(request.header("Cookie")).isEqualTo("hansa-login=c");
    return Reply.to(
        asked.get("redirect_uri")
            + "?code=the-code&state="
            + otherState.orElse(asked.getOrDefault("state", ""))
            + "&iss="
            + Http.encode(town.base()));
  }

  private Reply challenge(Request request) {
    if (!request.form().containsKey("auth_session")) {
      asked.putAll(request.form());
    }
    return presented
        ? Reply.json(200, "{'authorization_code':'the-code'}")
        : Reply.json(
            400,
            "{'error':'insufficient_authorization','auth_session':'s','openid4vp':'"
                + link()
                + "'}");
  }

  private Reply token(Request request) {
    var proof = request.header("DPoP");
    var uri = URI.create(town.base() + "/token");
    assertThat(DpopProofs.verify(proof, "POST", uri, Optional.empty(), Town.NOW))
        .isInstanceOfSatisfying(
            DpopProofs.Check.Accepted.class,
            accepted -> assertThat(accepted.thumbprint()).isEqualTo(dpop.publicKey().thumbprint()));
    var form = request.form();
    if (form.getOrDefault("grant_type", "").equals("refresh_token")) {
      return form.getOrDefault("refresh_token", "").equals("first")
          ? Reply.json(200, "{'access_token':'again','expires_in':300,'refresh_token':'second'}")
          : Reply.json(400, "{'error':'invalid_grant','error_description':'signed out'}");
    }
    assertThat(form).containsEntry("code", "the-code").containsEntry("client_id", "hansa-cli");
    assertThat(
            Bytes.sha256(form.getOrDefault("code_verifier", "").getBytes(StandardCharsets.US_ASCII))
                .toBase64Url())
        .isEqualTo(asked.get("code_challenge"));
    return Reply.json(
        200,
        "{'access_token':'at','token_type':'DPoP','expires_in':300,'refresh_token':'first','id_token':'"
            + idToken()
            + "'}");
  }

  private String idToken() {
    var claims =
        Json.newObject()
            .put("iss", town.base())
            .put("sub", "pairwise")
            .put("aud", "hansa-cli")
            .put("nonce", otherNonce.orElse(asked.getOrDefault("nonce", "")))
            .put("iat", Town.NOW.getEpochSecond())
            .put("exp", Town.NOW.plusSeconds(300).getEpochSecond());
    return Jws.signJwt("JWT", Town.VERIFIER_NAME, claims, provider);
  }

  private static Reply jwks() {
    var json = Json.newObject();
    json.putArray("keys")
        .add(
            Town.VERIFIER_KEY
                .publicKey()
                .toJwk()
                .put("kid", Town.VERIFIER_NAME.toString())
                .put("use", "sig")
                .put("alg", "ES256"));
    return new Reply(200, json.toString(), Map.of());
  }

  private SignIn signIn() throws IOException {
    var wallet = town.wallet(folder);
    var _ = wallet.add(Given.participant(wallet.holderKey().publicKey()));
    return new SignIn(wallet, town.base(), "http://127.0.0.1:1", dpop);
  }

  private void refused(String reason) {
    assertThatThrownBy(() -> signIn().asPerson())
        .isInstanceOfSatisfying(
            WalletFailure.class, failure -> assertThat(failure.reason()).isEqualTo(reason));
  }

  @Test
  void a_person_signs_in_by_the_code_flow() throws IOException {
    var tokens = signIn().asPerson();
    assertThat(tokens.accessToken()).isEqualTo("at");
    assertThat(tokens.expires()).isEqualTo(Town.NOW.plusSeconds(300));
    assertThat(asked)
        .containsEntry("login_as", "person")
        .containsEntry("response_type", "code")
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("dpop_jkt", dpop.publicKey().thumbprint().toBase64Url());
  }

  @Test
  void a_machine_signs_in_without_a_browser() throws IOException {
    var tokens = signIn().asMachine();
    assertThat(tokens.accessToken()).isEqualTo("at");
    assertThat(asked).containsEntry("login_as", "organisation");
  }

  @Test
  void a_session_goes_on_with_its_refresh_token() throws IOException {
    var signIn = signIn();
    var again = signIn.refresh(signIn.asPerson());
    assertThat(again.accessToken()).isEqualTo("again");
    assertThatThrownBy(() -> signIn.refresh(again))
        .isInstanceOfSatisfying(
            WalletFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo("invalid_grant"));
  }

  @Test
  void a_refused_sign_in_says_why() {
    state = "refused";
    refused("revoked");
  }

  @Test
  void an_answer_of_another_sign_in_is_refused() {
    otherState = Optional.of("other");
    refused("wrong-answer");
  }

  @Test
  void an_id_token_of_another_sign_in_is_refused() {
    otherNonce = Optional.of("other");
    refused("id-token");
  }

  @Test
  void an_id_token_that_the_provider_did_not_sign_is_refused() {
    provider = Town.ISSUER_KEY;
    refused("id-token");
  }

  @Test
  void a_call_carries_the_token_and_a_proof_for_this_call() throws IOException {
    var uri = URI.create(town.base() + "/orders?side=sell");
    town.on(
        "POST /orders",
        request -> {
          assertThat(request.header("Authorization")).isEqualTo("DPoP at");
          assertThat(
                  DpopProofs.verify(
                      request.header("DPoP"), "POST", uri, Optional.of("at"), Town.NOW))
              .isInstanceOf(DpopProofs.Check.Accepted.class);
          return Reply.json(201, "{'id':'1'}");
        });
    var client = new ApiClient(town.http, town.clock, Town.RANDOM);
    var answer = client.call("POST", uri.toString(), "{}", signIn().asPerson());
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().path("id").asText()).isEqualTo("1");
  }

  @Test
  void an_organisations_call_is_signed_over_address_and_body() {
    var uri = URI.create(town.base() + "/members");
    town.on(
        "POST /members",
        request -> {
          var token = request.header("Authorization").substring("Bearer ".length());
          var claims = Jws.parse(token, RequestTokens.LENGTH_MAX).unverifiedClaims();
          assertThat(claims.path("aud").asText()).isEqualTo(town.base());
          assertThat(claims.path("htu").asText()).isEqualTo(uri.toString());
          assertThat(claims.path("bodyHash").asText())
              .isEqualTo(Bytes.utf8(request.body()).sha256().toBase64Url());
          return Reply.json(201, "{}");
        });
    var client = new ApiClient(town.http, town.clock, Town.RANDOM);
    assertThat(
            client
                .callAs(
                    Town.ISSUER_NAME,
                    Town.ISSUER_KEY,
                    town.base(),
                    "POST",
                    uri.toString(),
                    "{\"a\":\"ö\"}")
                .isSuccess())
        .isTrue();
  }
}
