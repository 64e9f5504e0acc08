package dev.hansa.issuer;

import static dev.hansa.issuer.Samples.METERED_DATA;
import static dev.hansa.issuer.Samples.PARTICIPANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.credentials.SdJwt;
import dev.hansa.identity.Bytes;
import dev.hansa.identity.DidJwk;
import dev.hansa.identity.Json;
import dev.hansa.identity.Jws;
import dev.hansa.identity.PrivateKeys;
import dev.hansa.identity.Vct;
import java.time.Duration;
import java.util.Iterator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// OpenID4VCI as a wallet meets it: metadata, offer, token, nonce, credential.
class WalletFlowTest {
  private static final House HOUSE = House.shared();
  private static House.Issuer authority;
  private static House.Issuer grid;

  private final TestWallet wallet = new TestWallet(HOUSE);

  @BeforeAll
  static void issuers() {
    authority = HOUSE.issuer("flow-authority", "participant");
    grid = HOUSE.issuer("flow-grid", "grid-connection-point", "metered-data");
  }

  private ObjectNode offered(boolean txCode) {
    return offered(authority, PARTICIPANT, Samples.person(wallet.did()), txCode);
  }

  private static ObjectNode offered(
      House.Issuer issuer, String vct, ObjectNode claims, boolean txCode) {
    var answer =
        Calls.postAs(
            HOUSE,
            issuer,
            "/" + issuer.name() + "/issuances",
            Samples.offer(vct, claims, txCode).toString());
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json();
  }

  private String token(ObjectNode offered) {
    var answer = wallet.token(authority.name(), TestWallet.code(offered.path("offerUri").asText()));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().path("access_token").asText();
  }

  private static String credential(Calls.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().path("credentials").path(0).path("credential").asText();
  }

  private static void refused(Calls.Answer answer, int status, String error) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.error()).isEqualTo(error);
    assertThat(answer.json().path("error_description").asText()).isNotEmpty();
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  // --- metadata

  @Test
  void issuer_metadata_stands_between_host_and_path_and_names_the_identifier() {
    var answer = Calls.get(HOUSE.base + "/.well-known/openid-credential-issuer/flow-authority");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    var json = answer.json();
    var identifier = HOUSE.base + "/flow-authority";
    assertThat(json.path("credential_issuer").asText()).isEqualTo(identifier);
    assertThat(json.path("credential_endpoint").asText()).isEqualTo(identifier + "/credential");
    assertThat(json.path("nonce_endpoint").asText()).isEqualTo(identifier + "/nonce");
    var participant = json.path("credential_configurations_supported").path(PARTICIPANT);
    assertThat(participant.path("format").asText()).isEqualTo("dc+sd-jwt");
    assertThat(participant.path("vct").asText()).isEqualTo(PARTICIPANT);
    assertThat(participant.path("scope").asText()).isEqualTo(PARTICIPANT);
    assertThat(participant.path("cryptographic_binding_methods_supported").path(0).asText())
        .isEqualTo("jwk");
    assertThat(
            participant
                .at("/proof_types_supported/jwt/proof_signing_alg_values_supported/0")
                .asText())
        .isEqualTo("ES256");
  }

  @Test
  void issuer_metadata_lists_what_the_ledger_lets_it_issue_and_nothing_else() {
    var json =
        Calls.get(HOUSE.base + "/.well-known/openid-credential-issuer/flow-grid")
            .json()
            .path("credential_configurations_supported");
    assertThat(names(json.fieldNames()))
        .containsExactlyInAnyOrder(
            "urn:hansa:grid-connection-point:1", METERED_DATA, "urn:hansa:mandate:1");
    assertThat(json.path(METERED_DATA).has("proof_types_supported")).isFalse();
  }

  private static Iterable<String> names(Iterator<String> names) {
    return () -> names;
  }

  @Test
  void authorization_server_metadata_allows_wallets_without_a_name() {
    var answer = Calls.get(HOUSE.base + "/.well-known/oauth-authorization-server/flow-authority");
    assertThat(answer.status()).isEqualTo(200);
    var json = answer.json();
    assertThat(json.path("issuer").asText()).isEqualTo(HOUSE.base + "/flow-authority");
    assertThat(json.path("token_endpoint").asText())
        .isEqualTo(HOUSE.base + "/flow-authority/token");
    assertThat(json.path("grant_types_supported").path(0).asText()).isEqualTo(TestWallet.GRANT);
    assertThat(json.path("pre-authorized_grant_anonymous_access_supported").asBoolean()).isTrue();
  }

  @Test
  void an_unknown_issuer_is_not_found_anywhere() {
    for (var path :
        new String[] {
          "/.well-known/openid-credential-issuer/nobody",
          "/.well-known/oauth-authorization-server/nobody",
          "/.well-known/openid-credential-issuer/..%2Fkeys",
          "/nobody/offers/x",
          "/nobody/status-lists/1",
          "/nobody/status-lists"
        }) {
      assertThat(Calls.get(HOUSE.base + path).status()).as(path).isEqualTo(404);
    }
    assertThat(Calls.form(HOUSE.base + "/nobody/token", "").status()).isEqualTo(404);
    assertThat(Calls.form(HOUSE.base + "/nobody/nonce", "").status()).isEqualTo(404);
    assertThat(wallet.credential("nobody", "t", "{}").status()).isEqualTo(404);
  }

  // --- offer

  @Test
  void an_offer_is_fetched_by_reference_as_often_as_one_likes_until_it_is_taken_up() {
    var offered = offered(true);
    var address = TestWallet.offerAddress(offered.path("offerUri").asText());
    assertThat(address).startsWith(HOUSE.base + "/flow-authority/offers/");
    var first = Calls.get(address, "Accept", "application/json");
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header("Content-Type")).startsWith("application/json");
    assertThat(first.header("Cache-Control")).isEqualTo("no-store");
    var json = first.json();
    assertThat(json.path("credential_issuer").asText()).isEqualTo(HOUSE.base + "/flow-authority");
    assertThat(json.path("credential_configuration_ids").toString())
        .isEqualTo("[\"" + PARTICIPANT + "\"]");
    var grant = json.path("grants").path(TestWallet.GRANT);
    assertThat(grant.path("pre-authorized_code").asText()).hasSizeGreaterThan(60);
    assertThat(grant.path("tx_code").path("length").asInt()).isEqualTo(6);
    assertThat(grant.path("tx_code").path("input_mode").asText()).isEqualTo("numeric");
    assertThat(Calls.get(address).json()).isEqualTo(json);

    var code = grant.path("pre-authorized_code").asText();
    assertThat(
            wallet
                .token("flow-authority", code, "tx_code", offered.path("txCode").asText())
                .status())
        .isEqualTo(200);
    assertThat(Calls.get(address).status()).isEqualTo(410);
  }

  @Test
  void an_offer_without_a_transaction_code_says_nothing_of_one() {
    var json = TestWallet.offer(offered(false).path("offerUri").asText());
    assertThat(json.path("grants").path(TestWallet.GRANT).has("tx_code")).isFalse();
  }

  @Test
  void an_offer_with_another_name_is_not_there() {
    var address = TestWallet.offerAddress(offered(false).path("offerUri").asText());
    assertThat(Calls.get(address + "x").status()).isEqualTo(404);
    assertThat(Calls.get(address.replace("flow-authority", "flow-grid")).status()).isEqualTo(404);
  }

  @Test
  void a_person_who_opens_an_offer_sees_a_page_that_takes_nothing_up() {
    var offered = offered(true);
    var address = TestWallet.offerAddress(offered.path("offerUri").asText());
    var page = Calls.get(address, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.body())
        .contains("The &lt;flow-authority&gt;", "openid-credential-offer://")
        .doesNotContain("<flow-authority>", offered.path("txCode").asText());
    assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(Calls.get(address).status()).isEqualTo(200);
    assertThat(Calls.get(address + "x", "Accept", "text/html").status()).isEqualTo(404);
  }

  // --- token

  @Test
  void a_code_gives_one_bearer_token_that_no_cache_keeps() {
    var code = TestWallet.code(offered(false).path("offerUri").asText());
    var answer = wallet.token("flow-authority", code);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    var json = answer.json();
    assertThat(json.path("token_type").asText()).isEqualTo("Bearer");
    assertThat(json.path("expires_in").asInt()).isEqualTo(300);
    assertThat(json.path("access_token").asText()).hasSize(43);
    assertThat(json.has("c_nonce")).isFalse();
    assertThat(json.has("authorization_details")).isFalse();
    refused(wallet.token("flow-authority", code), 400, "invalid_grant");
  }

  @Test
  void a_wrong_transaction_code_is_an_invalid_grant_and_does_not_burn_the_code() {
    var offered = offered(true);
    var code = TestWallet.code(offered.path("offerUri").asText());
    var right = offered.path("txCode").asText();
    refused(wallet.token("flow-authority", code, "tx_code", other(right)), 400, "invalid_grant");
    assertThat(wallet.token("flow-authority", code, "tx_code", right).status()).isEqualTo(200);
  }

  @Test
  void five_wrong_transaction_codes_lock_the_offer_until_the_operator_unlocks_it() {
    var offered = offered(true);
    var code = TestWallet.code(offered.path("offerUri").asText());
    var right = offered.path("txCode").asText();
    for (int i = 0; i < 4; i++) {
      refused(wallet.token("flow-authority", code, "tx_code", other(right)), 400, "invalid_grant");
    }
    var one = "/flow-authority/issuances/" + offered.path("id").asText();
    assertThat(Calls.getAs(HOUSE, authority, one).json().path("state").asText())
        .isEqualTo("offered");
    refused(wallet.token("flow-authority", code, "tx_code", other(right)), 400, "invalid_grant");
    refused(wallet.token("flow-authority", code, "tx_code", right), 400, "invalid_grant");
    assertThat(Calls.getAs(HOUSE, authority, one).json().path("state").asText())
        .isEqualTo("locked");
    assertThat(Calls.postAs(HOUSE, authority, one + "/unlock", "").status()).isEqualTo(200);
    assertThat(wallet.token("flow-authority", code, "tx_code", right).status()).isEqualTo(200);
  }

  private static String other(String code) {
    return code.equals("000000") ? "000001" : "000000";
  }

  @Test
  void a_missing_or_unexpected_transaction_code_is_an_invalid_request() {
    var with = TestWallet.code(offered(true).path("offerUri").asText());
    var without = TestWallet.code(offered(false).path("offerUri").asText());
    refused(wallet.token("flow-authority", with), 400, "invalid_request");
    refused(wallet.token("flow-authority", without, "tx_code", "123456"), 400, "invalid_request");
    assertThat(wallet.token("flow-authority", without).status()).isEqualTo(200);
  }

  @Test
  void a_token_request_is_a_form_with_each_field_once() {
    var address = HOUSE.base + "/flow-authority/token";
    var code = TestWallet.code(offered(false).path("offerUri").asText());
    refused(Calls.form(address, ""), 400, "invalid_request");
    refused(
        Calls.form(address, TestWallet.form("grant_type", TestWallet.GRANT)),
        400,
        "invalid_request");
    refused(
        Calls.form(
            address,
            TestWallet.form(
                "grant_type", TestWallet.GRANT,
                "pre-authorized_code", code,
                "pre-authorized_code", code)),
        400,
        "invalid_request");
    refused(Calls.form(address, "grant_type=%zz"), 400, "invalid_request");
    refused(Calls.form(address, "a=" + "b".repeat(9000)), 400, "invalid_request");
    refused(Calls.post(address, "application/json", "{}"), 400, "invalid_request");
    assertThat(Calls.get(address).status()).isEqualTo(405);
  }

  @Test
  void another_grant_is_not_supported() {
    refused(
        Calls.form(
            HOUSE.base + "/flow-authority/token",
            TestWallet.form("grant_type", "password", "code", "x")),
        400,
        "unsupported_grant_type");
  }

  @Test
  void a_code_that_is_unknown_or_of_another_issuer_is_an_invalid_grant() {
    var code = TestWallet.code(offered(false).path("offerUri").asText());
    refused(wallet.token("flow-authority", "made-up"), 400, "invalid_grant");
    refused(wallet.token("flow-authority", code + "x"), 400, "invalid_grant");
    refused(wallet.token("flow-grid", code), 400, "invalid_grant");
    var offerId = TestWallet.offerAddress(offered(false).path("offerUri").asText());
    refused(
        wallet.token("flow-authority", offerId.substring(offerId.lastIndexOf('/') + 1)),
        400,
        "invalid_grant");
  }

  @Test
  void an_offer_is_over_from_the_second_it_expires() {
    var code = TestWallet.code(offered(false).path("offerUri").asText());
    HOUSE.clock.forward(Duration.ofHours(24));
    refused(wallet.token("flow-authority", code), 400, "invalid_grant");
  }

  @Test
  void a_wallet_that_asks_by_authorization_details_gets_an_identifier_and_may_use_either() {
    var details =
        "[{\"type\":\"openid_credential\",\"credential_configuration_id\":\""
            + PARTICIPANT
            + "\"}]";
    var code = TestWallet.code(offered(false).path("offerUri").asText());
    var answer = wallet.token("flow-authority", code, "authorization_details", details);
    assertThat(answer.status()).isEqualTo(200);
    var detail = answer.json().path("authorization_details").path(0);
    assertThat(detail.path("credential_configuration_id").asText()).isEqualTo(PARTICIPANT);
    var identifier = detail.path("credential_identifiers").path(0).asText();
    var token = answer.json().path("access_token").asText();
    var request = Json.newObject().put("credential_identifier", identifier + "x");
    request
        .putObject("proofs")
        .putArray("jwt")
        .add(wallet.proof("flow-authority", wallet.nonce("flow-authority")));
    refused(
        wallet.credential("flow-authority", token, request.toString()),
        400,
        "unknown_credential_identifier");
    request.put("credential_identifier", identifier);
    var first = credential(wallet.credential("flow-authority", token, request.toString()));
    assertThat(credential(wallet.fetch("flow-authority", PARTICIPANT, token))).isEqualTo(first);
  }

  @Test
  void authorization_details_are_those_of_the_offer() {
    var code = TestWallet.code(offered(false).path("offerUri").asText());
    for (var details :
        new String[] {
          "[]",
          "nonsense",
          "[{\"type\":\"other\"}]",
          "[{\"type\":\"openid_credential\",\"credential_configuration_id\":\"x\"}]"
        }) {
      refused(
          wallet.token("flow-authority", code, "authorization_details", details),
          400,
          "invalid_authorization_details");
    }
    assertThat(wallet.token("flow-authority", code).status()).isEqualTo(200);
  }

  // --- nonce

  @Test
  void nonces_differ_and_no_cache_keeps_them() {
    var answer = Calls.form(HOUSE.base + "/flow-authority/nonce", "");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().path("c_nonce").asText())
        .hasSizeGreaterThan(40)
        .isNotEqualTo(wallet.nonce("flow-authority"));
  }

  @Test
  void a_nonce_counts_once() {
    var first = token(offered(false));
    var second = token(offered(false));
    var nonce = wallet.nonce("flow-authority");
    var request = TestWallet.request(PARTICIPANT, wallet.proof("flow-authority", nonce));
    assertThat(wallet.credential("flow-authority", first, request).status()).isEqualTo(200);
    refused(wallet.credential("flow-authority", second, request), 400, "invalid_nonce");
    assertThat(wallet.fetch("flow-authority", PARTICIPANT, second).status()).isEqualTo(200);
  }

  @Test
  void a_nonce_that_is_stale_made_up_or_of_another_issuer_is_invalid() {
    var token = token(offered(false));
    for (var nonce : new String[] {"made-up", wallet.nonce("flow-grid"), "A".repeat(75)}) {
      refused(
          wallet.credential(
              "flow-authority",
              token,
              TestWallet.request(PARTICIPANT, wallet.proof("flow-authority", nonce))),
          400,
          "invalid_nonce");
    }
    var nonce = wallet.nonce("flow-authority");
    HOUSE.clock.forward(Duration.ofMinutes(5));
    var later = token(offered(false));
    refused(
        wallet.credential(
            "flow-authority",
            later,
            TestWallet.request(PARTICIPANT, wallet.proof("flow-authority", nonce))),
        400,
        "invalid_nonce");
  }

  // --- credential

  @Test
  void a_wallet_gets_the_credential_that_was_offered() {
    var offered = offered(authority, PARTICIPANT, Samples.organisation(grid.did()), false);
    var answer = wallet.fetch("flow-authority", PARTICIPANT, token(offered));
    var text = credential(answer);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().path("credentials")).hasSize(1);
    assertThat(text).endsWith("~");
    var jwt = Jws.parse(text.substring(0, text.indexOf('~')), 100_000);
    assertThat(jwt.isSignedBy(authority.assertion().publicKey())).isTrue();
    assertThat(jwt.unverifiedHeader().path("typ").asText()).isEqualTo("dc+sd-jwt");
    assertThat(jwt.unverifiedHeader().path("kid").asText()).isEqualTo(authority.did() + "#assert");
    var payload = jwt.unverifiedClaims();
    long now = HOUSE.clock.instant().getEpochSecond();
    assertThat(payload.path("iss").asText()).isEqualTo(authority.did().toString());
    assertThat(payload.path("vct").asText()).isEqualTo(PARTICIPANT);
    assertThat(payload.path("iat").asLong()).isEqualTo(now);
    assertThat(payload.path("exp").asLong()).isEqualTo(now + Duration.ofDays(200).toSeconds());
    assertThat(payload.path("cnf").path("jwk")).isEqualTo(wallet.key.publicKey().toJwk());
    var status = payload.path("status").path("status_list");
    assertThat(status.path("uri").asText())
        .isEqualTo(HOUSE.base + "/flow-authority/status-lists/1");
    assertThat(status.path("idx").isIntegralNumber()).isTrue();
    // What names the organisation is disclosed by choice; its kind is not.
    assertThat(payload.has("legalName")).isFalse();
    assertThat(payload.path("kind").asText()).isEqualTo("LEGAL_ENTITY");
    assertThat(SdJwt.parse(text).unverifiedClaims().path("legalName").asText())
        .isEqualTo("Zebra Mobile AB");
    var view =
        Calls.getAs(HOUSE, authority, "/flow-authority/issuances/" + offered.path("id").asText())
            .json();
    assertThat(view.path("state").asText()).isEqualTo("issued");
    assertThat(view.path("status").asText()).isEqualTo("valid");
    assertThat(view.path("statusIndex").asLong()).isEqualTo(status.path("idx").asLong());
    assertThat(view.path("credentialHash").asText())
        .isEqualTo(Bytes.utf8(text.substring(0, text.indexOf('~'))).sha256().toBase64Url());
  }

  @Test
  void a_proof_may_name_its_key_by_did_jwk() {
    var proof =
        wallet.proof(
            "flow-authority",
            wallet.nonce("flow-authority"),
            header -> {
              header.remove("jwk");
              header.put("kid", DidJwk.keyName(wallet.did()).toString());
            },
            _ -> {});
    var answer =
        wallet.credential(
            "flow-authority", token(offered(false)), TestWallet.request(PARTICIPANT, proof));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void the_same_request_again_gets_the_same_credential() {
    var token = token(offered(false));
    var request =
        TestWallet.request(
            PARTICIPANT, wallet.proof("flow-authority", wallet.nonce("flow-authority")));
    var first = credential(wallet.credential("flow-authority", token, request));
    assertThat(credential(wallet.credential("flow-authority", token, request))).isEqualTo(first);
    var other = new TestWallet(HOUSE);
    refused(other.fetch("flow-authority", PARTICIPANT, token), 400, "credential_request_denied");
    HOUSE.clock.forward(Duration.ofMinutes(5));
    refused(wallet.fetch("flow-authority", PARTICIPANT, token), 401, "invalid_token");
  }

  @Test
  void a_person_named_by_its_key_must_prove_that_key() {
    var token = token(offered(false));
    refused(
        new TestWallet(HOUSE).fetch("flow-authority", PARTICIPANT, token), 400, "invalid_proof");
    assertThat(wallet.fetch("flow-authority", PARTICIPANT, token).status()).isEqualTo(200);
  }

  @Test
  void a_credential_that_nobody_proves_needs_no_proof() {
    var offered = offered(grid, METERED_DATA, Samples.readings(), false);
    var token =
        wallet
            .token("flow-grid", TestWallet.code(offered.path("offerUri").asText()))
            .json()
            .path("access_token")
            .asText();
    var text =
        credential(
            wallet.credential(
                "flow-grid", token, "{\"credential_configuration_id\":\"" + METERED_DATA + "\"}"));
    assertThat(SdJwt.parse(text).unverifiedClaims().has("cnf")).isFalse();
  }

  @Test
  void a_proof_with_one_defect_is_invalid() {
    var token = token(offered(false));
    var nonce = wallet.nonce("flow-authority");
    long now = HOUSE.clock.instant().getEpochSecond();
    var other = PrivateKeys.fromJwk(PrivateKeys.newP256Jwk(HOUSE.random));
    var proofs =
        new String[] {
          wallet.proof("flow-authority", nonce, h -> h.put("typ", "JWT"), _ -> {}),
          wallet.proof("flow-authority", nonce, h -> h.remove("jwk"), _ -> {}),
          wallet.proof("flow-authority", nonce, h -> h.put("kid", wallet.did() + "#0"), _ -> {}),
          wallet.proof("flow-authority", nonce, h -> h.putArray("x5c"), _ -> {}),
          wallet.proof("flow-authority", nonce, h -> h.putArray("trust_chain"), _ -> {}),
          wallet.proof(
              "flow-authority", nonce, h -> h.set("jwk", other.publicKey().toJwk()), _ -> {}),
          wallet.proof(
              "flow-authority",
              nonce,
              h -> h.set("jwk", wallet.key.publicKey().toJwk().put("d", "AA")),
              _ -> {}),
          wallet.proof("flow-authority", nonce, h -> h.putArray("crit").add("x"), _ -> {}),
          wallet.proof(
              "flow-authority",
              nonce,
              h -> {
                h.remove("jwk");
                h.put("kid", "did:web:example.org#1");
              },
              _ -> {}),
          wallet.proof("flow-authority", nonce, _ -> {}, c -> c.put("aud", HOUSE.base)),
          wallet.proof("flow-authority", nonce, _ -> {}, c -> c.remove("aud")),
          wallet.proof("flow-authority", nonce, _ -> {}, c -> c.remove("nonce")),
          wallet.proof("flow-authority", nonce, _ -> {}, c -> c.remove("iat")),
          wallet.proof("flow-authority", nonce, _ -> {}, c -> c.put("iat", now - 361)),
          wallet.proof("flow-authority", nonce, _ -> {}, c -> c.put("iat", now + 61)),
          wallet.proof("flow-authority", nonce, _ -> {}, c -> c.put("exp", now - 60)),
          "no.jwt",
          "x".repeat(33_000)
        };
    for (int i = 0; i < proofs.length; i++) {
      var answer =
          wallet.credential("flow-authority", token, TestWallet.request(PARTICIPANT, proofs[i]));
      assertThat(answer.status()).as("proof %d: %s", i, answer.body()).isEqualTo(400);
      assertThat(answer.error()).as("proof %d", i).isEqualTo("invalid_proof");
    }
    // None of them used the nonce up.
    var good = wallet.proof("flow-authority", nonce, _ -> {}, c -> c.put("iat", now + 60));
    assertThat(
            wallet
                .credential("flow-authority", token, TestWallet.request(PARTICIPANT, good))
                .status())
        .isEqualTo(200);
  }

  @Test
  void a_request_without_a_proof_is_an_invalid_proof() {
    var token = token(offered(false));
    var request = Json.newObject().put("credential_configuration_id", PARTICIPANT);
    refused(wallet.credential("flow-authority", token, request.toString()), 400, "invalid_proof");
    request.putObject("proofs").putArray("attestation").add("x");
    refused(wallet.credential("flow-authority", token, request.toString()), 400, "invalid_proof");
  }

  @Test
  void a_request_of_another_form_is_an_invalid_credential_request() {
    var token = token(offered(false));
    var proof = wallet.proof("flow-authority", wallet.nonce("flow-authority"));
    var both = Json.parseObject(TestWallet.request(PARTICIPANT, proof));
    both.put("credential_identifier", "x");
    var old = Json.parseObject(TestWallet.request(PARTICIPANT, proof));
    old.putObject("proof").put("proof_type", "jwt");
    var two = Json.parseObject(TestWallet.request(PARTICIPANT, proof));
    two.putObject("proofs").putArray("jwt").add(proof).add(7);
    var none = Json.parseObject(TestWallet.request(PARTICIPANT, proof));
    none.putObject("proofs").putArray("jwt");
    var mixed = Json.parseObject(TestWallet.request(PARTICIPANT, proof));
    mixed.putObject("proofs").put("jwt", proof).put("di_vp", "x");
    for (var body :
        new String[] {
          "",
          "[]",
          "{",
          "{}",
          both.toString(),
          old.toString(),
          two.toString(),
          none.toString(),
          mixed.toString(),
          "{\"credential_configuration_id\":7}",
          "{\"a\":\"" + "x".repeat(132_000) + "\"}"
        }) {
      refused(wallet.credential("flow-authority", token, body), 400, "invalid_credential_request");
    }
    refused(
        Calls.post(
            HOUSE.base + "/flow-authority/credential",
            "text/plain",
            TestWallet.request(PARTICIPANT, proof),
            "Authorization",
            "Bearer " + token),
        400,
        "invalid_credential_request");
    var unknown = Json.parseObject(TestWallet.request(PARTICIPANT, proof)).put("a_member", "x");
    assertThat(wallet.credential("flow-authority", token, unknown.toString()).status())
        .isEqualTo(200);
  }

  @Test
  void another_configuration_or_identifier_is_unknown() {
    var token = token(offered(false));
    refused(
        wallet.fetch("flow-authority", "urn:hansa:mandate:1", token),
        400,
        "unknown_credential_configuration");
    refused(
        wallet.credential(
            "flow-authority", token, "{\"credential_identifier\":\"" + PARTICIPANT + "#1\"}"),
        400,
        "unknown_credential_identifier");
  }

  @Test
  void an_access_token_that_is_missing_wrong_or_too_old_is_refused_as_bearer_tokens_are() {
    var address = HOUSE.base + "/flow-authority/credential";
    var missing = Calls.post(address, "application/json", "{}");
    assertThat(missing.status()).isEqualTo(401);
    assertThat(missing.response().headers().allValues("WWW-Authenticate"))
        .containsExactly("Bearer", "DPoP algs=\"ES256\"");
    var request =
        TestWallet.request(
            PARTICIPANT, wallet.proof("flow-authority", wallet.nonce("flow-authority")));
    var wrong = wallet.credential("flow-authority", "made-up", request);
    refused(wrong, 401, "invalid_token");
    assertThat(wrong.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
    refused(
        Calls.post(address, "application/json", request, "Authorization", "DPoP x"),
        401,
        "invalid_dpop_proof");
    refused(
        Calls.post(address, "application/json", request, "Authorization", "Basic x"),
        401,
        "invalid_token");
    var token = token(offered(false));
    refused(wallet.fetch("flow-grid", PARTICIPANT, token), 401, "invalid_token");
    HOUSE.clock.forward(Duration.ofMinutes(5));
    refused(wallet.fetch("flow-authority", PARTICIPANT, token), 401, "invalid_token");
  }

  @Test
  void a_token_in_the_address_is_refused() {
    var token = token(offered(false));
    refused(
        Calls.post(
            HOUSE.base + "/flow-authority/credential?access_token=" + token,
            "application/json",
            "{}",
            "Authorization",
            "Bearer " + token),
        400,
        "invalid_request");
  }

  @Test
  void an_issuer_that_is_not_accredited_any_more_does_not_issue_what_it_offered() {
    var issuer = HOUSE.issuer("flow-withdrawn", "participant");
    var offered = offered(issuer, PARTICIPANT, Samples.person(wallet.did()), false);
    var token =
        wallet
            .token("flow-withdrawn", TestWallet.code(offered.path("offerUri").asText()))
            .json()
            .path("access_token")
            .asText();
    HOUSE.ledger.withdraw(issuer.did(), new Vct(PARTICIPANT), "ended", HOUSE.clock.instant());
    HOUSE.clock.forward(Duration.ofSeconds(3));
    refused(wallet.fetch("flow-withdrawn", PARTICIPANT, token), 400, "credential_request_denied");
  }

  @Test
  void an_unknown_address_is_not_found_and_says_no_more() {
    var answer = Calls.get(HOUSE.base + "/flow-authority/nothing");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).doesNotContain("Exception", "flow-authority");
  }
}
