package dev.hansa.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.VerificationKey;
import dev.hansa.wallet.Town.Reply;
import dev.hansa.wallet.Town.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenID4VCI 1.0 at the wallet's edge.
class AcceptingTest {
  private static final String OFFER = "GET /market/offers/1";
  private static final String METADATA = "GET /.well-known/openid-credential-issuer/market";
  private static final String TOKEN = "POST /market/token";
  private static final String CREDENTIAL = "POST /market/credential";

  @TempDir private Path folder = Path.of("");
  private final Town town = new Town();
  private Function<VerificationKey, String> credential = Given::participant;
  private int nonces;

  @BeforeEach
  void issuer() {
    var id = town.base() + "/market";
    town.on(
        OFFER,
        _ ->
            Reply.json(
                200,
                """
                {'credential_issuer':'%s','credential_configuration_ids':['urn:hansa:participant:1'],'grants':{
                 'urn:ietf:params:oauth:grant-type:pre-authorized_code':{'pre-authorized_code':'the-code','tx_code':{'length':6}}}}
                """
                    .formatted(id)));
    town.on(
        METADATA,
        _ ->
            Reply.json(
                200,
                """
                {'credential_issuer':'%s','credential_endpoint':'%s/credential','nonce_endpoint':'%s/nonce','credential_configurations_supported':{
                 'urn:hansa:participant:1':{'format':'dc+sd-jwt','vct':'urn:hansa:participant:1','proof_types_supported':{'jwt':{}}}}}
                """
                    .formatted(id, id, id)));
    town.on(
        "GET /.well-known/oauth-authorization-server/market",
        _ -> Reply.json(200, "{'issuer':'" + id + "','token_endpoint':'" + id + "/token'}"));
    town.on(TOKEN, AcceptingTest::token);
    town.on("POST /market/nonce", _ -> Reply.json(200, "{'c_nonce':'nonce-" + ++nonces + "'}"));
    town.on(CREDENTIAL, this::give);
  }

  @AfterEach
  void close() {
    town.close();
  }

  private static Reply token(Request request) {
    var expected =
        Map.of(
            "grant_type",
            "urn:ietf:params:oauth:grant-type:pre-authorized_code",
            "pre-authorized_code",
            "the-code",
            "tx_code",
            "123456");
    return request.form().equals(expected)
        ? Reply.json(200, "{'access_token':'the-token','token_type':'Bearer','expires_in':300}")
        : Reply.json(400, "{'error':'invalid_grant','error_description':'the code is another'}");
  }

  private Reply give(Request request) {
    assertThat(request.header("Authorization")).isEqualTo("Bearer the-token");
    var json = Json.parseObject(request.body());
    assertThat(json.path("credential_configuration_id").asText())
        .isEqualTo("urn:hansa:participant:1");
    var proof = Jws.parse(json.at("/proofs/jwt/0").asText(), 4096);
    var key = VerificationKey.fromJwk(proof.unverifiedHeader().path("jwk"));
    assertThat(proof.isSignedBy(key)).isTrue();
    assertThat(proof.typ()).isEqualTo("openid4vci-proof+jwt");
    assertThat(proof.unverifiedHeader().has("kid")).isFalse();
    assertThat(proof.unverifiedClaims().path("aud").asText()).isEqualTo(town.base() + "/market");
    assertThat(proof.unverifiedClaims().path("iat").asLong()).isEqualTo(Town.NOW.getEpochSecond());
    assertThat(proof.unverifiedClaims().has("iss")).isFalse();
    assertThat(proof.unverifiedClaims().path("nonce").asText()).isEqualTo("nonce-" + nonces);
    return Reply.json(200, "{'credentials':[{'credential':'" + credential.apply(key) + "'}]}");
  }

  private HeldCredential accept(String txCode) throws IOException {
    return town.wallet(folder).accept(offer(), Optional.of(txCode));
  }

  private String offer() {
    return "openid-credential-offer://?credential_offer_uri="
        + Http.encode(town.base() + "/market/offers/1");
  }

  private void refused(String reason) {
    assertThatThrownBy(() -> accept("123456"))
        .isInstanceOfSatisfying(
            WalletFailure.class, failure -> assertThat(failure.reason()).isEqualTo(reason));
    try {
      assertThat(town.wallet(folder).list()).isEmpty();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void an_offer_becomes_a_credential() throws IOException {
    var held = accept("123456");
    assertThat(held.vct()).isEqualTo(Given.PARTICIPANT);
    assertThat(town.wallet(folder).list()).hasSize(1);
    assertThat(town.asked)
        .containsExactly(
            OFFER,
            METADATA,
            "GET /.well-known/oauth-authorization-server/market",
            TOKEN,
            "POST /market/nonce",
            CREDENTIAL);
  }

  /// What the calls' DPoP proofs said, in order.
  private final List<Jws> dpops = new ArrayList<>();

  private void issuerKnowsDpop() {
    var id = town.base() + "/market";
    town.on(
        "GET /.well-known/oauth-authorization-server/market",
        _ ->
            Reply.json(
                200,
                "{'issuer':'"
                    + id
                    + "','token_endpoint':'"
                    + id
                    + "/token','dpop_signing_alg_values_supported':['ES256']}"));
    town.on(
        TOKEN,
        request -> {
          var proof = Jws.parse(request.header("DPoP"), 4096);
          dpops.add(proof);
          return proof.unverifiedClaims().path("nonce").asText().equals("n1")
              ? token(request)
              : new Reply(
                  400,
                  "{\"error\":\"use_dpop_nonce\"}",
                  Map.of("Content-Type", "application/json", "DPoP-Nonce", "n1"));
        });
    town.on(
        CREDENTIAL,
        request -> {
          dpops.add(Jws.parse(request.header("DPoP"), 4096));
          assertThat(request.header("Authorization")).isEqualTo("DPoP the-token");
          return Reply.json(
              200,
              "{'credentials':[{'credential':'"
                  + credential.apply(
                      VerificationKey.fromJwk(
                          Jws.parse(
                                  Json.parseObject(request.body()).at("/proofs/jwt/0").asText(),
                                  4096)
                              .unverifiedHeader()
                              .path("jwk")))
                  + "'}],'notification_id':'note-1'}");
        });
  }

  @Test
  void a_token_is_bound_to_a_key_of_this_issuance_with_the_nonce_that_the_issuer_wants()
      throws IOException {
    issuerKnowsDpop();
    assertThat(accept("123456").vct()).isEqualTo(Given.PARTICIPANT);
    assertThat(dpops).hasSize(3);
    var key = VerificationKey.fromJwk(dpops.getFirst().unverifiedHeader().path("jwk"));
    assertThat(key).isNotEqualTo(town.wallet(folder).holderKey().publicKey());
    for (var proof : dpops) {
      assertThat(proof.isSignedBy(key)).isTrue();
      assertThat(proof.typ()).isEqualTo("dpop+jwt");
    }
    assertThat(dpops.get(0).unverifiedClaims().has("nonce")).isFalse();
    assertThat(dpops.get(1).unverifiedClaims().path("htu").asText())
        .isEqualTo(town.base() + "/market/token");
    var last = dpops.get(2).unverifiedClaims();
    assertThat(last.path("nonce").asText()).isEqualTo("n1");
    assertThat(last.path("ath").asText()).isEqualTo(Bytes.utf8("the-token").sha256().toBase64Url());
  }

  @Test
  void the_issuer_is_told_what_became_of_the_credential_and_nothing_depends_on_it()
      throws IOException {
    issuerKnowsDpop();
    var id = town.base() + "/market";
    var metadata = Objects.requireNonNull(town.handlers.get(METADATA));
    town.on(
        METADATA,
        request -> {
          var json = Json.parseObject(metadata.answer(request).body());
          return Reply.json(200, json.put("notification_endpoint", id + "/note").toString());
        });
    var told = new ArrayList<String>();
    town.on(
        "POST /market/note",
        request -> {
          told.add(request.body());
          return Reply.json(500, "{}");
        });
    assertThat(accept("123456").vct()).isEqualTo(Given.PARTICIPANT);
    assertThat(told)
        .containsExactly("{\"notification_id\":\"note-1\",\"event\":\"credential_accepted\"}");
    credential = _ -> Given.participant(Town.newKey().publicKey());
    assertThatThrownBy(() -> accept("123456")).isInstanceOf(WalletFailure.class);
    assertThat(told.getLast()).contains("credential_failure");
  }

  @Test
  void an_offer_by_value_needs_no_fetch() throws IOException {
    var value = town.handlers.get(OFFER);
    assertThat(value).isNotNull();
    var json =
        "{\"credential_issuer\":\""
            + town.base()
            + "/market\",\"credential_configuration_ids\":[\"urn:hansa:participant:1\"],\"grants\":{\"urn:ietf:params:oauth:grant-type:pre-authorized_code\":{\"pre-authorized_code\":\"the-code\"}}}";
    var held =
        town.wallet(folder)
            .accept(
                "openid-credential-offer://?credential_offer=" + Http.encode(json),
                Optional.of("123456"));
    assertThat(held.vct()).isEqualTo(Given.PARTICIPANT);
    assertThat(town.asked).doesNotContain(OFFER);
  }

  @Test
  void without_the_code_the_issuer_is_not_asked_for_a_token() throws IOException {
    var wallet = town.wallet(folder);
    assertThatThrownBy(() -> wallet.accept(offer(), Optional.empty()))
        .isInstanceOfSatisfying(
            WalletFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo("tx-code-needed"));
    assertThat(town.asked).doesNotContain(TOKEN);
  }

  private void issuerKnowsPar() {
    var id = town.base() + "/market";
    town.on(
        OFFER,
        _ ->
            Reply.json(
                200,
                "{'credential_issuer':'"
                    + id
                    + "','credential_configuration_ids':['urn:hansa:participant:1'],"
                    + "'grants':{'authorization_code':{'issuer_state':'the-state'}}}"));
    town.on(
        "GET /.well-known/oauth-authorization-server/market",
        _ ->
            Reply.json(
                200,
                "{'issuer':'"
                    + id
                    + "','token_endpoint':'"
                    + id
                    + "/token','authorization_endpoint':'"
                    + id
                    + "/authorize','pushed_authorization_request_endpoint':'"
                    + id
                    + "/par'}"));
    town.on(
        "POST /market/par",
        request -> {
          pushed.putAll(request.form());
          return Reply.json(201, "{'request_uri':'urn:x:1','expires_in':90}");
        });
    town.on(
        TOKEN,
        request -> {
          var form = request.form();
          var challenge =
              Bytes.utf8(String.valueOf(form.get("code_verifier"))).sha256().toBase64Url();
          return form.getOrDefault("code", "").equals("c1")
                  && challenge.equals(pushed.get("code_challenge"))
                  && form.getOrDefault("redirect_uri", "").equals(pushed.get("redirect_uri"))
              ? Reply.json(200, "{'access_token':'the-token','token_type':'Bearer'}")
              : Reply.json(400, "{'error':'invalid_grant'}");
        });
  }

  private final Map<String, String> pushed = new HashMap<>();

  @Test
  void an_offer_that_goes_by_the_browser_is_pushed_and_finished_with_what_comes_back()
      throws IOException {
    issuerKnowsPar();
    var pending = town.wallet(folder).begin(offer(), URI.create("http://127.0.0.1:9/cb"));
    assertThat(pushed)
        .containsEntry("issuer_state", "the-state")
        .containsEntry("response_type", "code")
        .containsEntry("code_challenge_method", "S256");
    assertThat(pending.address().toString())
        .startsWith(town.base() + "/market/authorize?")
        .contains("request_uri=urn%3Ax%3A1");
    var back =
        "http://127.0.0.1:9/cb?code=c1&state="
            + pushed.get("state")
            + "&iss="
            + Http.encode(town.base() + "/market");
    for (var wrong :
        List.of(
            back.replace("&iss=", "&other="),
            back.replace("market", "elsewhere"),
            back.replace("&state=", "&state=x"))) {
      assertThatThrownBy(() -> pending.finish(wrong))
          .isInstanceOfSatisfying(
              WalletFailure.class,
              failure -> assertThat(failure.reason()).isEqualTo("wrong-answer"));
    }
    assertThat(town.asked).doesNotContain(TOKEN);
    assertThatThrownBy(() -> pending.finish(back.replace("code=c1", "error=access_denied")))
        .isInstanceOfSatisfying(
            WalletFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo("access_denied"));
    assertThat(pending.finish(back).vct()).isEqualTo(Given.PARTICIPANT);
  }

  @Test
  void what_the_issuer_says_of_a_wrong_code_reaches_the_holder() {
    assertThatThrownBy(() -> accept("000000"))
        .isInstanceOfSatisfying(
            WalletFailure.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo("invalid_grant");
              assertThat(failure).hasMessage("the code is another");
            });
  }

  @Test
  void a_nonce_that_is_too_old_is_fetched_anew_once() throws IOException {
    town.on(
        CREDENTIAL,
        request -> nonces == 1 ? Reply.json(400, "{'error':'invalid_nonce'}") : give(request));
    assertThat(accept("123456").vct()).isEqualTo(Given.PARTICIPANT);
    town.on(CREDENTIAL, _ -> Reply.json(400, "{'error':'invalid_nonce'}"));
    nonces = 0;
    assertThatThrownBy(() -> accept("123456")).isInstanceOf(WalletFailure.class);
    assertThat(nonces).isEqualTo(2);
  }

  @Test
  void metadata_of_another_issuer_is_refused() {
    town.on(METADATA, _ -> Reply.json(200, "{'credential_issuer':'https://other.example'}"));
    refused("wrong-issuer");
  }

  @Test
  void a_credential_for_another_key_is_not_taken() {
    credential = _ -> Given.participant(Town.newKey().publicKey());
    refused("other-holder");
  }

  @Test
  void a_credential_of_another_type_is_not_taken() {
    credential =
        key -> Given.issued(Given.claims(key).put("vct", "urn:hansa:horoscope:1"), Town.ISSUER_KEY);
    refused("other-type");
  }

  @Test
  void a_credential_that_its_issuer_did_not_sign_is_not_taken() {
    credential = key -> Given.issued(Given.claims(key), Town.VERIFIER_KEY);
    refused("not-signed");
  }

  @Test
  void what_is_no_credential_is_not_taken() {
    credential = _ -> "hello";
    refused("unreadable-answer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://issuer.example/offer",
        "openid-credential-offer://",
        "openid-credential-offer://?x=y",
        "openid-credential-offer://?credential_offer_uri=http%3A%2F%2F10.0.0.1%2Foffer",
        "openid-credential-offer://?credential_offer_uri=http%3A%2F%2Flocalhost%2Foffer",
        "openid-credential-offer://?credential_offer_uri=file%3A%2F%2F%2Fetc%2Fpasswd",
        "openid-credential-offer://?credential_offer_uri=%zz",
        "openid-credential-offer://?credential_offer=%7B%22credential_issuer%22",
        "openid-credential-offer://?credential_offer=%7B%7D",
      })
  void what_is_no_offer_is_refused_before_anybody_is_asked(String offer) throws IOException {
    var wallet = town.wallet(folder);
    assertThatThrownBy(() -> wallet.accept(offer, Optional.empty()))
        .isInstanceOf(WalletFailure.class);
    assertThat(town.asked).isEqualTo(List.of());
  }

  @Test
  void an_answer_that_is_too_long_is_not_read() {
    town.on(OFFER, _ -> new Reply(200, "x".repeat((1 << 20) + 1), Map.of()));
    refused("answer-too-long");
  }

  @Test
  void a_redirect_is_not_followed() {
    town.on(OFFER, _ -> Reply.to(town.base() + "/elsewhere"));
    refused("status-303");
  }
}
